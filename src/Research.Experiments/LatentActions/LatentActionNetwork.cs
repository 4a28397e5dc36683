using Research.Losses;
using Research.Nn;
using Research.Nn.Quantization;
using Research.Sessions;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.LatentActions;

/// <summary>The output of the network for pairs of frames.</summary>
/// <param name="Frames">[B, 3, H, W] in (−1, 1): the next frames, as drawn from the codes.</param>
/// <param name="Codes">The codes, and what keeps them near the encoder's vectors.</param>
public sealed record LatentActionOutput(Tensor Frames, Quantized Codes)
{
    /// <summary>The error of the frames plus the quantizer's loss, and both as terms.</summary>
    /// <param name="reconstruction">The error of the frames.</param>
    /// <param name="next">Frames t + 1, [B, 3, H, W] in [−1, 1].</param>
    /// <param name="current">Frames t, likewise.</param>
    public StepLoss Loss(ReconstructionLoss reconstruction, Tensor next, Tensor current)
    {
        ArgumentNullException.ThrowIfNull(reconstruction);
        var error = reconstruction.forward(Frames, next, current);
        return new(error + Codes.Loss, ("reconstruction", error), ("quantization", Codes.Loss));
    }
}

/// <summary>
/// A VQ-VAE over pairs of frames: encodes (t, t + 1), quantizes each place of the grid, and draws frame t + 1 again from the
/// codes alone, or with FiLM from codes and frame t.
/// </summary>
/// <remarks>Source: the Ms. Pac-Man report; the idea is LAPA's (Ye et al. 2024).</remarks>
public sealed class LatentActionNetwork : nn.Module<Tensor, Tensor, LatentActionOutput>
{
    private readonly FramePairEncoder encoder;
    private readonly FramePairEncoder? condition;
    private readonly Quantizer quantizer;
    private readonly FrameDecoder decoder;

    /// <summary>A network for frames of a size; its initial values are from the default generator.</summary>
    /// <param name="quantization">How vectors are quantized.</param>
    /// <param name="widths">Channels after each halving.</param>
    /// <param name="height">Rows of a frame.</param>
    /// <param name="width">Columns of a frame.</param>
    /// <param name="film">Whether the current frame modulates the decoder.</param>
    /// <param name="dropout">Probability that a number before the encoder's projection is dropped in training.</param>
    /// <exception cref="ArgumentException">Options exclude each other.</exception>
    public LatentActionNetwork(
        QuantizerOptions quantization, IReadOnlyList<int> widths, int height, int width, bool film = false, double dropout = 0.1)
        : base(nameof(LatentActionNetwork))
    {
        quantizer = Quantizer.Create(quantization);
        encoder = new FramePairEncoder(6, widths, quantizer.EmbeddingDim, dropout);
        condition = film ? new FramePairEncoder(3, widths, widths[^1], dropout) : null;
        decoder = new FrameDecoder(quantizer.EmbeddingDim, widths, height, width, film ? widths[^1] : 0);
        (Rows, Columns) = (FramePairEncoder.Halved(height, widths.Count), FramePairEncoder.Halved(width, widths.Count));
        RegisterComponents();
    }

    /// <summary>A network for the frames of some pairs; its initial values are from the default generator.</summary>
    /// <param name="options">Its sizes and switches.</param>
    /// <param name="pairs">The pairs.</param>
    public static LatentActionNetwork Create(LatentActionOptions options, FramePairs pairs)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(pairs);
        return Create(options, pairs.Height, pairs.Width);
    }

    internal static LatentActionNetwork Create(LatentActionOptions options, int height, int width) =>
        new(options.Quantizer, options.Channels, height, width, options.Film, options.Dropout) { Precision = options.Precision };

    /// <summary>What the convolutions are computed with; float32 by default.</summary>
    public Precision Precision
    {
        get => encoder.Precision;
        init
        {
            (encoder.Precision, decoder.Precision) = (value, value);
            if (condition is not null)
            {
                condition.Precision = value;
            }
        }
    }

    /// <summary>Rows of the grid of codes.</summary>
    public int Rows { get; }

    /// <summary>Columns of the grid of codes.</summary>
    public int Columns { get; }

    /// <summary>The quantizer.</summary>
    public Quantizer Quantizer => quantizer;

    /// <summary>
    /// Takes all but the quantizer to evaluation mode: gradients still reach it, but normalization and dropout are as after
    /// training.
    /// </summary>
    public void FreezeStatistics()
    {
        encoder.eval();
        condition?.eval();
        decoder.eval();
    }

    /// <summary>The vectors of the encoder, before they are quantized: [B, D, rows, columns].</summary>
    /// <param name="current">Frames t, [B, 3, H, W] in [−1, 1].</param>
    /// <param name="next">Frames t + 1, likewise.</param>
    public Tensor Encode(Tensor current, Tensor next)
    {
        using var pair = cat([current, next], 1);
        return encoder.call(pair);
    }

    /// <summary>Codes of pairs, and the next frames drawn from them.</summary>
    /// <param name="input1">Frames t, [B, 3, H, W] in [−1, 1].</param>
    /// <param name="input2">Frames t + 1, likewise.</param>
    public override LatentActionOutput forward(Tensor input1, Tensor input2)
    {
        var codes = quantizer.call(Encode(input1, input2));
        return new LatentActionOutput(decoder.call(codes.Output, condition?.call(input1)), codes);
    }
}
