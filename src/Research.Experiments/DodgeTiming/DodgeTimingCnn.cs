using Research.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.DodgeTiming;

/// <summary>
/// Whether a dodge begins at the last of some frames: four strided convolutions over all frames at once, laid over each other as
/// channels, the mean over the picture, and two dense layers.
/// </summary>
/// <remarks>
/// <para>Source: dodge-timing document, cell "Simple CNN for binary classification", in Flax. What Flax takes for granted is
/// kept: SAME padding, which at stride 2 puts the odd pixel <em>after</em> the picture, right and below (PyTorch's <c>padding:
/// 1</c> would put it before: another network); the initial values of <see cref="FlaxInitialization"/>; BatchNorm's running
/// averages, which keep 0.99 of what they have at every step (<c>momentum: 0.01</c> in PyTorch's words), ε 1e-5.</para>
/// <para>Left aside: Flax's running variance divides by n, PyTorch's by n − 1, with n more than 4,000 pixels even for the last
/// layer.</para>
/// <para>435,361 parameters for 16 frames, whatever their size.</para>
/// </remarks>
public sealed class DodgeTimingCnn : nn.Module<Tensor, Tensor>
{
    private static readonly int[] LayerChannels = [32, 64, 128, 256];

    private readonly ModuleList<Conv2d> convolutions;
    private readonly ModuleList<BatchNorm2d> norms;
    private readonly Linear hidden;
    private readonly SeededDropout dropout;
    private readonly Linear output;

    /// <summary>A network, begun as Flax's layers begin, from the default generator.</summary>
    /// <param name="channels">Channels of all frames together: 16 × 3.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is below 1.</exception>
    public DodgeTimingCnn(int channels = 48) : base(nameof(DodgeTimingCnn))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Channels = channels;
        convolutions = new ModuleList<Conv2d>(
            [.. LayerChannels.Select((width, i) => nn.Conv2d(i == 0 ? channels : LayerChannels[i - 1], width, 3, stride: 2))]);
        norms = new ModuleList<BatchNorm2d>([.. LayerChannels.Select(width => nn.BatchNorm2d(width, momentum: 0.01))]);
        hidden = nn.Linear(256, 128);
        dropout = new SeededDropout(0.5);
        output = nn.Linear(128, 1);
        RegisterComponents();
        this.InitializeAsFlax();
    }

    /// <summary>Channels of all frames together.</summary>
    public int Channels { get; }

    /// <summary>What the convolutions are computed with; float32 by default.</summary>
    public Precision Precision { get; init; }

    /// <summary>How likely a dodge begins.</summary>
    /// <param name="frames">[B, C, H, W], values in [0, 1], the frames' channels one after the other, the oldest first.</param>
    /// <returns>Logits, [B].</returns>
    /// <exception cref="ArgumentException">The frames are of another shape.</exception>
    public override Tensor forward(Tensor frames)
    {
        using var scope = NewDisposeScope();
        return output.call(dropout.call(Features(frames))).squeeze(-1).MoveToOuterDisposeScope();
    }

    /// <summary>What is known of the frames before the last layer.</summary>
    /// <param name="frames">As of <see cref="forward"/>.</param>
    /// <returns>[B, 128], none below 0.</returns>
    /// <exception cref="ArgumentException">The frames are of another shape.</exception>
    internal Tensor Features(Tensor frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.shape is not [_, var channels, > 0, > 0] || channels != Channels)
        {
            throw new ArgumentException($"Frames are [B, {Channels}, H, W] here; found [{string.Join(", ", frames.shape)}].",
                nameof(frames));
        }

        using var scope = NewDisposeScope();
        var x = Begun(frames);
        for (int layer = 0; layer < LayerChannels.Length; layer++)
        {
            x = ChannelsLast.Convolve(layer == 0 ? x : Same(x), convolutions[layer], Precision);
            x = nn.functional.relu(norms[layer].call(x), inplace: true);
        }

        return nn.functional.relu(hidden.call(x.mean([2, 3], type: ScalarType.Float32))).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The frames within their zeros, in the convolutions' layout and numbers: one pass over them. Padding, turning and rounding
    /// one after the other takes a tenth of a step in bfloat16, since 32 windows of 48 × 144 × 256 numbers are 226 MB.
    /// </summary>
    private Tensor Begun(Tensor frames)
    {
        long[] shape = frames.shape;
        var (above, below) = Around(shape[2]);
        var (left, right) = Around(shape[3]);
        var pixels = zeros(
            [shape[0], above + shape[2] + below, left + shape[3] + right, shape[1]],
            Precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32, frames.device);
        pixels.narrow(1, above, shape[2]).narrow(2, left, shape[3]).copy_(frames.permute(0, 2, 3, 1));
        return ChannelsLast.AsImages(pixels);
    }

    /// <summary>Zeros around a picture as Flax's SAME puts them for a 3×3 kernel at stride 2.</summary>
    private static Tensor Same(Tensor x)
    {
        var (left, right) = Around(x.shape[3]);
        var (above, below) = Around(x.shape[2]);
        return nn.functional.pad(x, (left, right, above, below));
    }

    /// <summary>One after an even number of pixels; one on either side of an odd one.</summary>
    private static (long Before, long After) Around(long pixels) => pixels % 2 == 0 ? (0, 1) : (1, 1);
}
