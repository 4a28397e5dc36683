using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>A policy on stacks of frames in closed loop.</summary>
/// <param name="network">The network, in evaluation mode.</param>
/// <param name="on">Where it computes.</param>
/// <param name="lanes">Fights side by side.</param>
internal sealed class FrameStackLive(FrameStackNetwork network, TorchDevice on, int lanes)
    : LivePolicy(lanes, network.Outputs, (network.Stack.Height, network.Stack.Width))
{
    private readonly byte[] _stacks = new byte[lanes * network.Stack.Frames * network.Stack.Height * network.Stack.Width];
    private readonly bool[] _isFresh = [.. Enumerable.Repeat(true, lanes)];
    private readonly Device _device = on.ToTorch();

    /// <inheritdoc/>
    public override void Reset(int lane) => _isFresh[lane] = true;

    /// <inheritdoc/>
    public override void Dispose()
    {
    }

    /// <inheritdoc/>
    private protected override void See(ReadOnlySpan<byte> frames, Span<float> probabilities)
    {
        int size = network.Stack.Frames * FrameBytes;
        for (int lane = 0; lane < Lanes; lane++)
        {
            var stack = _stacks.AsSpan(lane * size, size);
            var frame = frames.Slice(lane * FrameBytes, FrameBytes);
            stack[FrameBytes..].CopyTo(stack);
            for (int at = _isFresh[lane] ? 0 : size - FrameBytes; at < size; at += FrameBytes)
            {
                frame.CopyTo(stack[at..]);
            }

            _isFresh[lane] = false;
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        network.call(tensor(_stacks, [Lanes, network.Stack.Frames, Height, Width], device: _device)).sigmoid().cpu()
            .data<float>().CopyTo(probabilities);
    }
}
