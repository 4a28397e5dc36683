using Research.Sessions;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>A policy on frames in closed loop. The state of its GRU goes on from a fight's first frame to its last.</summary>
/// <param name="network">The network, in evaluation mode.</param>
/// <param name="options">What it was trained with.</param>
/// <param name="lanes">Fights side by side.</param>
internal sealed class ConvRecurrentLive(ConvolutionalPolicy network, ConvRecurrentOptions options, int lanes)
    : LivePolicy(lanes, network.Actions, network.FrameShape)
{
    private readonly float[] _pairs = new float[lanes * 2 * network.FrameShape.Length];
    private readonly float[] _next = new float[lanes * network.Actions];
    private readonly Device _device = options.Device.ToTorch();
    private Tensor _state = zeros([lanes, ConvolutionalPolicy.Features], device: options.Device.ToTorch())
        .DetachFromDisposeScope();

    /// <inheritdoc/>
    public override void Reset(int lane)
    {
        base.Reset(lane);
        _next.AsSpan(lane * Actions, Actions).Clear();
        using var scope = NewDisposeScope();
        _state.select(0, lane).zero_();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _state.Dispose();
    }

    /// <inheritdoc/>
    private protected override void See(ReadOnlySpan<byte> frames, Span<float> probabilities)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        for (int lane = 0; lane < Lanes; lane++)
        {
            var pair = _pairs.AsSpan(lane * 2 * FrameBytes, 2 * FrameBytes);
            pair[FrameBytes..].CopyTo(pair);
            BatchLoader.ToUnit(frames.Slice(lane * FrameBytes, FrameBytes), pair[FrameBytes..], FrameShape.Channels);
            if (IsFresh[lane])
            {
                pair[FrameBytes..].CopyTo(pair); // nothing has moved
                IsFresh[lane] = false;
            }
        }

        var (height, width, channels) = FrameShape;
        var (logits, state) = network.Step(tensor(_pairs, [Lanes, 2, channels, height, width], device: _device), _state);
        _state.Dispose();
        _state = state.DetachFromDisposeScope();
        var seen = logits.sigmoid().cpu();
        if (options.IncludeCurrentFrame)
        {
            seen.data<float>().CopyTo(probabilities);
            return;
        }

        // Such a policy was trained to say at a frame what is held at the next one.
        _next.CopyTo(probabilities);
        seen.data<float>().CopyTo(_next);
    }
}
