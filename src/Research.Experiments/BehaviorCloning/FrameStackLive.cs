using Research.Sessions;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>A policy on stacks of frames in closed loop.</summary>
/// <param name="network">The network, in evaluation mode.</param>
/// <param name="frames">Shape of the frames.</param>
/// <param name="on">Where it computes.</param>
/// <param name="lanes">Fights side by side.</param>
internal sealed class FrameStackLive(FrameStackNetwork network, FrameShape frames, TorchDevice on, int lanes)
    : LivePolicy(lanes, network.Outputs, frames)
{
    private readonly byte[] _stacks = new byte[lanes * network.Stack.Planes * network.Stack.Height * network.Stack.Width];
    private readonly Device _device = on.ToTorch();

    /// <inheritdoc/>
    private protected override void See(ReadOnlySpan<byte> frames, Span<float> probabilities)
    {
        var (planes, height, width) = network.Stack;
        int size = planes * height * width;
        for (int lane = 0; lane < Lanes; lane++)
        {
            var stack = _stacks.AsSpan(lane * size, size);
            stack[FrameBytes..].CopyTo(stack);
            var latest = stack[^FrameBytes..];
            BatchLoader.ToPlanes(frames.Slice(lane * FrameBytes, FrameBytes), latest, FrameShape.Channels);
            for (int at = 0; IsFresh[lane] && at < size - FrameBytes; at += FrameBytes)
            {
                latest.CopyTo(stack[at..]);
            }

            IsFresh[lane] = false;
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        network.call(tensor(_stacks, [Lanes, planes, height, width], device: _device)).sigmoid().cpu()
            .data<float>().CopyTo(probabilities);
    }
}
