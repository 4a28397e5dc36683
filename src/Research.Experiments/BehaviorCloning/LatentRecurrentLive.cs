using Research.Sessions;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>
/// A policy on latents in closed loop. Until a fight has as many frames as a window, the first frame stands for those before it.
/// </summary>
/// <param name="encoder">Makes the latents.</param>
/// <param name="network">The network, in evaluation mode.</param>
/// <param name="options">What it was trained with.</param>
/// <param name="lanes">Fights side by side.</param>
internal sealed class LatentRecurrentLive(FrameAutoencoder encoder, RecurrentPolicy network, PolicyOptions options, int lanes)
    : LivePolicy(lanes, network.Actions, encoder.FrameShape)
{
    private readonly float[] _pixels = new float[lanes * encoder.FrameShape.Length];
    private readonly float[] _windows = new float[lanes * options.WindowLength * encoder.LatentSize];
    private readonly Device _device = options.Device.ToTorch();

    /// <inheritdoc/>
    private protected override void See(ReadOnlySpan<byte> frames, Span<float> probabilities)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (height, width, channels) = FrameShape;
        for (int lane = 0; lane < Lanes; lane++)
        {
            BatchLoader.ToUnit(frames.Slice(lane * FrameBytes, FrameBytes), _pixels.AsSpan(lane * FrameBytes, FrameBytes),
                channels);
        }

        var pixels = tensor(_pixels, [Lanes, channels, height, width], device: _device);
        float[] latents = encoder.Encode(pixels).cpu().data<float>().ToArray();
        Begin(latents);
        if (options.IncludeCurrentFrame)
        {
            Remember(latents);
            Decide(probabilities);
            return;
        }

        // The window ends at the frame before the one whose keys are said; of the first frame there is none.
        Decide(probabilities);
        Remember(latents);
    }

    private void Decide(Span<float> probabilities) =>
        network.call(tensor(_windows, [Lanes, options.WindowLength, encoder.LatentSize], device: _device)).sigmoid().cpu()
            .data<float>().CopyTo(probabilities);

    private void Remember(float[] latents)
    {
        int size = encoder.LatentSize, window = size * options.WindowLength;
        for (int lane = 0; lane < Lanes; lane++)
        {
            var latest = _windows.AsSpan(lane * window, window);
            latest[size..].CopyTo(latest);
            latents.AsSpan(lane * size, size).CopyTo(latest[^size..]);
        }
    }

    /// <summary>Of lanes that begin, the frame stands for all before it.</summary>
    private void Begin(float[] latents)
    {
        int size = encoder.LatentSize, window = size * options.WindowLength;
        for (int lane = 0; lane < Lanes; lane++)
        {
            for (int at = 0; IsFresh[lane] && at < window; at += size)
            {
                latents.AsSpan(lane * size, size).CopyTo(_windows.AsSpan(lane * window + at));
            }

            IsFresh[lane] = false;
        }
    }
}
