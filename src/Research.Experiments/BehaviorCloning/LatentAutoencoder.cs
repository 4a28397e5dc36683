using Research.Nn;
using Research.Sessions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>
/// The second autoencoder of the Cuphead report: the encoder of the first, then a bottleneck of 128 to 1,024 numbers.
/// </summary>
/// <remarks>
/// Source: Cuphead report, appendix A.5.1. 203,649 + 36,865·latent parameters for 72×128 pixels: the dense layers have nearly all
/// of them.
/// </remarks>
public sealed class LatentAutoencoder : nn.Module<Tensor, Tensor>, IAutoencoder
{
    private readonly ConvolutionalEncoder encoder;
    private readonly Linear bottleneck;
    private readonly Linear expansion;
    private readonly Sequential decoder;

    /// <summary>A network for frames of a shape.</summary>
    /// <param name="latentSize">Numbers in a latent, at least 1; the report tries 128, 256, 512 and 1,024.</param>
    /// <param name="frames">Shape of the frames, height and width multiples of 8; null: the report's.</param>
    /// <param name="initialization">Initial weights, drawn from the default generator.</param>
    /// <param name="precision">Precision of the convolutions.</param>
    /// <exception cref="ArgumentException">A size is no multiple of 8.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="latentSize"/> is below 1.</exception>
    public LatentAutoencoder(
        int latentSize, FrameShape? frames = null, Initialization initialization = Initialization.Keras,
            Precision precision = Precision.Float32)
        : base(nameof(LatentAutoencoder))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latentSize, 1);
        FrameShape = frames ?? FrameShape.Report;
        ConvolutionalEncoder.RequireDivisible(FrameShape);
        LatentSize = latentSize;
        encoder = new ConvolutionalEncoder(FrameShape.Channels, precision);
        bottleneck = nn.Linear(CodeSize, latentSize);
        expansion = nn.Linear(latentSize, CodeSize);
        decoder = ConvolutionalEncoder.Decoder(FrameShape.Channels, precision);
        RegisterComponents();
        this.Initialize(initialization);
    }

    /// <inheritdoc/>
    public int LatentSize { get; }

    /// <inheritdoc/>
    public FrameShape FrameShape { get; }

    private int Rows => FrameShape.Height / ConvolutionalEncoder.DownsampleFactor;

    private int Columns => FrameShape.Width / ConvolutionalEncoder.DownsampleFactor;

    private long CodeSize => (long)ConvolutionalEncoder.Channels * Rows * Columns;

    /// <inheritdoc/>
    public Tensor Encode(Tensor frames)
    {
        ConvolutionalEncoder.RequireFrames(frames, FrameShape);
        using var scope = NewDisposeScope();
        var code = encoder.call(frames).flatten(1).to(ScalarType.Float32);
        return nn.functional.relu(bottleneck.call(code), inplace: true).MoveToOuterDisposeScope();
    }

    /// <summary>Reconstructs frames from latents.</summary>
    /// <param name="latents">[B, <see cref="LatentSize"/>].</param>
    /// <returns>[B, C, H, W], in (0, 1).</returns>
    public Tensor Decode(Tensor latents)
    {
        using var scope = NewDisposeScope();
        var code = nn.functional.relu(expansion.call(latents), inplace: true);
        var pixels = decoder.call(code.view(-1, ConvolutionalEncoder.Channels, Rows, Columns)).to(ScalarType.Float32);
        return pixels.sigmoid().MoveToOuterDisposeScope();
    }

    /// <summary>Reconstructs frames from their latents.</summary>
    /// <param name="frames">[B, C, H, W], pixels in [0, 1].</param>
    /// <returns>[B, C, H, W], in (0, 1).</returns>
    /// <exception cref="ArgumentException">The frames are of another shape.</exception>
    public override Tensor forward(Tensor frames)
    {
        using var latents = Encode(frames);
        return Decode(latents);
    }
}
