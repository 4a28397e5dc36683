using Research.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.LatentActions;

/// <summary>
/// The mirror of <see cref="FramePairEncoder"/>: a 1×1 convolution, then transposed convolutions that double height and width,
/// and tanh. No skip connections. Under FiLM each stage's channels are scaled and shifted by what a second encoder sees in the
/// current frame.
/// </summary>
/// <remarks>
/// Source: the Ms. Pac-Man report, "Final Implemented Architecture"; FiLM: Perez et al. 2018, for each place of the grid.
/// </remarks>
public sealed class FrameDecoder : nn.Module<Tensor, Tensor?, Tensor>
{
    private const int FrameChannels = 3;

    private readonly ModuleList<Sequential> stages;
    private readonly ModuleList<Conv2d>? modulations;
    private readonly ConvTranspose2d last;
    private readonly long[][] _sizes; // [rows, columns] after so many halvings

    /// <summary>A decoder.</summary>
    /// <param name="inputs">Channels of its input.</param>
    /// <param name="widths">The encoder's widths, in the encoder's order.</param>
    /// <param name="height">Rows of the frames it draws.</param>
    /// <param name="width">Columns of the frames it draws.</param>
    /// <param name="condition">Channels of the condition of FiLM; 0: no FiLM.</param>
    public FrameDecoder(int inputs, IReadOnlyList<int> widths, int height, int width, int condition = 0)
        : base(nameof(FrameDecoder))
    {
        ArgumentNullException.ThrowIfNull(widths);
        int count = widths.Count;
        _sizes = [.. Enumerable.Range(0, count)
            .Select(i => new long[] { FramePairEncoder.Halved(height, i), FramePairEncoder.Halved(width, i) })];
        stages = nn.ModuleList(Stage(nn.Conv2d(inputs, widths[^1], 1, bias: false), widths[^1]));
        for (int i = count - 1; i > 0; i--)
        {
            stages.append(Stage(Doubling(widths[i], widths[i - 1], bias: false), widths[i - 1]));
        }

        last = Doubling(widths[0], FrameChannels, bias: true);
        modulations = condition == 0 ? null : nn.ModuleList([.. widths.Reverse().Select(w => nn.Conv2d(condition, 2 * w, 1))]);
        RegisterComponents();
    }

    /// <summary>What the convolutions are computed with; float32 by default.</summary>
    internal Precision Precision { get; set; }

    /// <summary>Draws frames.</summary>
    /// <param name="input1">Codes, [B, inputs, h, w].</param>
    /// <param name="input2">The condition of FiLM, [B, condition, h, w]; null without FiLM.</param>
    /// <returns>[B, 3, H, W] in (−1, 1).</returns>
    public override Tensor forward(Tensor input1, Tensor? input2)
    {
        using var scope = NewDisposeScope();
        var features = input1;
        for (int i = 0; i < stages.Count; i++)
        {
            var stage = stages[i];
            features = i == 0
                ? ChannelsLast.Convolve(features, (Conv2d)stage[0], Precision)
                : Doubled(stage[0], features, stages.Count - i);
            features = stage[2].call(stage[1].call(features));
            if (modulations is not null)
            {
                features = Modulated(features, modulations[i].call(input2 ?? throw new ArgumentNullException(nameof(input2))));
            }
        }

        return Doubled(last, features, 0).to(ScalarType.Float32).tanh().MoveToOuterDisposeScope();
    }

    /// <summary>Scales by 1 + γ and shifts by β, each place of the grid for all the pixels that it has become.</summary>
    private static Tensor Modulated(Tensor features, Tensor modulation)
    {
        long[] size = features.shape;
        if (modulation.shape[2] != size[2])
        {
            modulation = nn.functional.interpolate(modulation, [size[2], size[3]]);
        }

        var parts = modulation.chunk(2, 1);
        return features * (parts[0] + 1) + parts[1];
    }

    private static Sequential Stage(nn.Module<Tensor, Tensor> convolution, int width) =>
        nn.Sequential(convolution, nn.BatchNorm2d(width), nn.ReLU(inplace: true));

    /// <summary>
    /// Draws what <paramref name="halvings"/> + 1 halvings have left at the size that <paramref name="halvings"/> leave.
    /// </summary>
    /// <remarks>
    /// Two sizes become the same when halved, so the size to draw is passed. Output paddings would not do: of two, TorchSharp
    /// 0.107 takes the first for rows and columns.
    /// </remarks>
    private Tensor Doubled(nn.IModule<Tensor, Tensor> convolution, Tensor features, int halvings) =>
        ChannelsLast.ConvolveTransposed(features, (ConvTranspose2d)convolution, _sizes[halvings], Precision);

    private static ConvTranspose2d Doubling(int from, int to, bool bias) =>
        nn.ConvTranspose2d(from, to, 3, stride: 2, padding: 1, bias: bias);
}
