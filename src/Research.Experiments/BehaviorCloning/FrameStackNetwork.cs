using Research.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>
/// A small network that can be fine-tuned by playing: a stack of frames, three strided convolutions, a dense layer, and a logit
/// for each key. Nothing is remembered beyond the stack, so that a step of a game can be learnt from alone.
/// </summary>
/// <remarks>
/// Source: the network of Mnih et al. 2015 with half the channels, after a mean of 2×2 pixels instead of a first layer of stride
/// 4. Orthogonal initial weights as in PPO's implementations.
/// </remarks>
public sealed class FrameStackNetwork : nn.Module<Tensor, Tensor>
{
    /// <summary>Size of the dense layer.</summary>
    public const int Features = 256;

    private readonly Sequential frameEncoder;
    private readonly SeededDropout dropout;
    private readonly Linear head;

    /// <summary>A network for stacks of a size.</summary>
    /// <param name="outputs">Numbers that it gives, at least 1: logits of the keys, or one value.</param>
    /// <param name="stack">Frames in a stack, their height and their width; height and width at least 16.</param>
    /// <param name="dropout">Dropout probability before the last layer, in [0, 1).</param>
    /// <param name="width">Channels of the first convolution, at least 1; the others have two and four times as many.</param>
    /// <param name="gain">Gain of the last layer's orthogonal weights: 0.01 begins with keys of equal probability.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is too small.</exception>
    public FrameStackNetwork(
        int outputs, (int Frames, int Height, int Width) stack, double dropout = 0, int width = 16, double gain = 0.01)
        : base(nameof(FrameStackNetwork))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stack.Frames, 1, nameof(stack));
        ArgumentOutOfRangeException.ThrowIfLessThan(stack.Height, 16, nameof(stack));
        ArgumentOutOfRangeException.ThrowIfLessThan(stack.Width, 16, nameof(stack));
        (Outputs, Stack) = (outputs, stack);
        long last = 4L * width * HalvedFourTimes(stack.Height) * HalvedFourTimes(stack.Width);
        frameEncoder = nn.Sequential(
            nn.AvgPool2d(2, ceil_mode: true),
            nn.Conv2d(stack.Frames, width, 5, stride: 2, padding: 2), nn.ReLU(inplace: true),
            nn.Conv2d(width, 2 * width, 3, stride: 2, padding: 1), nn.ReLU(inplace: true),
            nn.Conv2d(2 * width, 4 * width, 3, stride: 2, padding: 1), nn.ReLU(inplace: true),
            nn.Flatten(), nn.Linear(last, Features), nn.ReLU(inplace: true));
        this.dropout = new SeededDropout(dropout);
        head = nn.Linear(Features, outputs);
        RegisterComponents();
        foreach (var (name, parameter) in named_parameters())
        {
            bool isHead = name.StartsWith(nameof(head), StringComparison.Ordinal);
            _ = parameter.dim() == 1 ? nn.init.zeros_(parameter)
                : nn.init.orthogonal_(parameter, isHead ? gain : Math.Sqrt(2));
        }
    }

    /// <summary>Numbers that it gives.</summary>
    public int Outputs { get; }

    /// <summary>Frames in a stack, their height and their width.</summary>
    public (int Frames, int Height, int Width) Stack { get; }

    /// <summary>Logits of each stack.</summary>
    /// <param name="stacks">uint8 [B, K, H, W], the oldest frame first.</param>
    /// <returns>[B, <see cref="Outputs"/>].</returns>
    /// <exception cref="ArgumentException">The stacks are of another shape.</exception>
    public override Tensor forward(Tensor stacks)
    {
        ArgumentNullException.ThrowIfNull(stacks);
        long[] shape = stacks.shape;
        if (shape is not [_, var frames, var height, var width] || (frames, height, width) != Stack)
        {
            throw new ArgumentException($"Stacks are [B, {Stack.Frames}, {Stack.Height}, {Stack.Width}] here; found "
                + $"[{string.Join(", ", shape)}].", nameof(stacks));
        }

        using var scope = NewDisposeScope();
        var unit = stacks.to(ScalarType.Float32).div_(255);
        return head.call(dropout.call(frameEncoder.call(unit))).MoveToOuterDisposeScope();
    }

    private static int HalvedFourTimes(int size) => (size + 15) / 16;
}
