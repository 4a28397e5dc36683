using Research.Nn;
using Research.Sessions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>
/// A policy trained end to end, without an autoencoder. Strided convolutions encode each frame once, a GRU runs over the frames,
/// and every frame of a sequence gets logits. So one pass over L frames trains on L labels, where windows of ten frames would
/// encode each frame ten times.
/// </summary>
/// <remarks>
/// <para>Input channels: the frame; unless turned off, the difference to the previous frame (0 for the first of a sequence),
/// which shows a small thing that moves; and each pixel's coordinates in [−1, 1] (Liu et al. 2018, "CoordConv"), since the right
/// reaction to a projectile depends on where it is.</para>
/// <para>It is causal: logits at t depend on frames 0…t of the sequence. To predict before the key is on the screen, as the
/// windows of the report's code do, set logits at t against the labels of t + 1.</para>
/// <para>About 11 million multiplications per frame in a forward pass, 489,815 parameters for 72×128 pixels.</para>
/// </remarks>
public sealed class ConvolutionalPolicy : nn.Module<Tensor, Tensor>
{
    /// <summary>Size of a frame's features and of the GRU's state.</summary>
    public const int Features = 128;

    private readonly Sequential frameEncoder;
    private readonly GRU memory;
    private readonly SeededDropout dropout;
    private readonly Linear head;
    private readonly Tensor coordinates;

    /// <summary>A policy for frames of a shape.</summary>
    /// <param name="actions">Number of actions, at least 1.</param>
    /// <param name="frames">Shape of the frames, height and width at least 16; null: the report's.</param>
    /// <param name="motion">Whether it sees the difference to the previous frame.</param>
    /// <param name="dropout">Dropout probability before the head, in [0, 1).</param>
    /// <param name="initialization">Initial weights, drawn from the default generator.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is too small.</exception>
    public ConvolutionalPolicy(
        int actions = 7, FrameShape? frames = null, bool motion = true, double dropout = 0.3,
        Initialization initialization = Initialization.Keras)
        : base(nameof(ConvolutionalPolicy))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(actions, 1);
        (Actions, FrameShape, SeesMotion) = (actions, frames ?? FrameShape.Report, motion);
        var (height, width, channels) = FrameShape;
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 16);
        int seen = (motion ? 2 : 1) * channels + 2;
        frameEncoder = nn.Sequential(
            nn.Conv2d(seen, 16, 5, stride: 2, padding: 2), nn.BatchNorm2d(16), nn.ReLU(inplace: true),
            nn.Conv2d(16, 32, 3, stride: 2, padding: 1), nn.BatchNorm2d(32), nn.ReLU(inplace: true),
            nn.Conv2d(32, 64, 3, stride: 2, padding: 1), nn.BatchNorm2d(64), nn.ReLU(inplace: true),
            nn.Conv2d(64, 64, 3, stride: 2, padding: 1), nn.BatchNorm2d(64), nn.ReLU(inplace: true),
            nn.Flatten(), nn.Linear(64L * HalvedFourTimes(height) * HalvedFourTimes(width), Features), nn.ReLU(inplace: true));
        memory = nn.GRU(Features, Features, batchFirst: true);
        this.dropout = new SeededDropout(dropout);
        head = nn.Linear(Features, actions);
        coordinates = Coordinates(height, width).DetachFromDisposeScope();
        register_buffer(nameof(coordinates), coordinates, persistent: false);
        RegisterComponents();
        this.Initialize(initialization);
    }

    /// <summary>Number of actions.</summary>
    public int Actions { get; }

    /// <summary>Shape of the frames.</summary>
    public FrameShape FrameShape { get; }

    /// <summary>Whether it sees the difference to the previous frame.</summary>
    public bool SeesMotion { get; }

    /// <summary>Precision of the convolutions and of the product with the GRU's input.</summary>
    public Precision Precision { get; init; }

    /// <summary>Features of each frame of a sequence, the input of the GRU.</summary>
    /// <param name="frames">[B, L, C, H, W], pixels in [0, 1], L consecutive frames.</param>
    /// <returns>[B, L, 128], none below 0.</returns>
    /// <exception cref="ArgumentException">The frames are of another shape.</exception>
    public Tensor Encode(Tensor frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        long[] shape = frames.shape;
        var (height, width, channels) = FrameShape;
        if (shape.Length != 5 || shape[1] < 1 || shape[2] != channels || shape[3] != height || shape[4] != width)
        {
            throw new ArgumentException(
                $"Frames are [B, L, {channels}, {height}, {width}] here; found [{string.Join(", ", shape)}].", nameof(frames));
        }

        using var scope = NewDisposeScope();
        // TorchSharp 0.107 leaves buffers that are not persistent where they are when a module moves.
        var everywhere = coordinates.to(frames.device).expand(shape[0], shape[1], 2, height, width);
        var seen = SeesMotion ? cat([frames, Changes(frames), everywhere], 2) : cat([frames, everywhere], 2);
        var features = seen.flatten(0, 1);
        foreach (var layer in frameEncoder.children())
        {
            features = layer switch
            {
                Conv2d convolution => ChannelsLast.Convolve(features, convolution, Precision),
                Flatten => features.to(ScalarType.Float32).flatten(1),
                _ => ((nn.Module<Tensor, Tensor>)layer).call(features),
            };
        }

        return features.view(shape[0], shape[1], Features).MoveToOuterDisposeScope();
    }

    /// <summary>Logits of each action at every frame of a sequence, from that frame and those before it.</summary>
    /// <param name="frames">[B, L, C, H, W], pixels in [0, 1], L consecutive frames.</param>
    /// <returns>Logits, [B, L, <see cref="Actions"/>].</returns>
    /// <exception cref="ArgumentException">The frames are of another shape.</exception>
    public override Tensor forward(Tensor frames)
    {
        using var scope = NewDisposeScope();
        return head.call(dropout.call(memory.States(Encode(frames), precision: Precision))).MoveToOuterDisposeScope();
    }

    /// <summary>Logits of a frame, from it and the state that the frames before it have left.</summary>
    /// <param name="frames">[B, 2, C, H, W], the frame before and the frame, pixels in [0, 1].</param>
    /// <param name="state">[B, 128], zeros at the start of a sequence.</param>
    /// <returns>Logits, [B, <see cref="Actions"/>], and the state after the frame.</returns>
    internal (Tensor Logits, Tensor State) Step(Tensor frames, Tensor state)
    {
        using var scope = NewDisposeScope();
        var features = Encode(frames).narrow(1, 1, 1).contiguous();
        var next = memory.States(features, state.unsqueeze(0), Precision).squeeze(1);
        return (head.call(next).MoveToOuterDisposeScope(), next.MoveToOuterDisposeScope());
    }

    private static Tensor Changes(Tensor frames)
    {
        long count = frames.shape[1];
        var first = zeros_like(frames.narrow(1, 0, 1));
        return cat([first, frames.narrow(1, 1, count - 1) - frames.narrow(1, 0, count - 1)], 1);
    }

    private static Tensor Coordinates(int height, int width)
    {
        using var scope = NewDisposeScope();
        var y = linspace(-1, 1, height).view(height, 1).expand(height, width);
        var x = linspace(-1, 1, width).view(1, width).expand(height, width);
        return stack([y, x]).MoveToOuterDisposeScope();
    }

    private static int HalvedFourTimes(int size) => (size + 15) / 16;
}
