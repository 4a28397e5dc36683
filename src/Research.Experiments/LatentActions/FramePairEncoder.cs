using Research.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.LatentActions;

/// <summary>
/// Strided convolutions that halve height and width as often as there are widths, each with batch normalization and ReLU; then
/// dropout and a 1×1 projection. Five of them take 210×160 pixels to 7×5 places, four 105×80.
/// </summary>
/// <remarks>Source: the Ms. Pac-Man report, "Final Implemented Architecture", with 64, 128, 256, 512 and 512 channels.</remarks>
public sealed class FramePairEncoder : nn.Module<Tensor, Tensor>
{
    private readonly Sequential layers;

    /// <summary>An encoder.</summary>
    /// <param name="inputs">Channels of the input: 6 for a pair of frames.</param>
    /// <param name="widths">Channels after each convolution, at least one.</param>
    /// <param name="outputs">Channels of the projection.</param>
    /// <param name="dropout">Probability that a number before the projection is dropped in training.</param>
    /// <exception cref="ArgumentException">There is no width.</exception>
    public FramePairEncoder(int inputs, IReadOnlyList<int> widths, int outputs, double dropout = 0.1)
        : base(nameof(FramePairEncoder))
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (widths.Count == 0)
        {
            throw new ArgumentException("There is no width: expected the channels after each convolution.", nameof(widths));
        }

        layers = nn.Sequential();
        foreach (var (from, to) in widths.Prepend(inputs).Zip(widths))
        {
            layers.append(nn.Conv2d(from, to, 3, stride: 2, padding: 1, bias: false));
            layers.append(nn.BatchNorm2d(to));
            layers.append(nn.ReLU(inplace: true));
        }

        layers.append(new SeededDropout(dropout));
        layers.append(nn.Conv2d(widths[^1], outputs, 1));
        RegisterComponents();
    }

    /// <summary>What the convolutions are computed with; float32 by default.</summary>
    internal Precision Precision { get; set; }

    /// <summary>Height or width after so many halvings.</summary>
    internal static int Halved(int size, int times) => times == 0 ? size : Halved((size + 1) / 2, times - 1);

    /// <summary>[B, inputs, H, W] to [B, outputs, H/2ⁿ, W/2ⁿ], rounded up at each halving.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = input;
        foreach (var layer in layers.children())
        {
            features = layer switch
            {
                Conv2d convolution => ChannelsLast.Convolve(features, convolution, Precision),
                BatchNorm2d or ReLU => ((nn.Module<Tensor, Tensor>)layer).call(features),
                _ => ((nn.Module<Tensor, Tensor>)layer).call(features.to(ScalarType.Float32)),
            };
        }

        return features.to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
