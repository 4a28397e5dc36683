using Research.Alignment;
using static TorchSharp.torch;

namespace Research.Sessions;

/// <summary>Consecutive frames with the actions held at each of them.</summary>
/// <remarks>
/// With one transform, the window is the same from a cache and from the video itself:
/// <code>
/// using var frames = session.OpenVideo();               // or session.LoadFrames(), which decodes all of the video first
/// var window = FrameWindow.Read(frames, session.Logs.Timeline, first: 1200, count: 10);
/// using var pixels = window.ToTensor();                 // [10, 1, 72, 128]; window.Labels is [10, A]
/// </code>
/// </remarks>
public sealed class FrameWindow
{
    private readonly long[] _shape;

    private FrameWindow(int first, long[] shape, byte[] frames, float[] labels)
    {
        (First, Frames, Labels) = (first, frames, labels);
        _shape = shape;
    }

    /// <summary>Number of the first frame.</summary>
    public int First { get; }

    /// <summary>Number of frames (K).</summary>
    public int Count => (int)_shape[0];

    /// <summary>Pixels, row-major: [K, H, W], or [K, H, W, 3] in red, green, blue.</summary>
    public byte[] Frames { get; }

    /// <summary>Row-major [K, A]: 1 where an action is held.</summary>
    public float[] Labels { get; }

    /// <summary>Reads a window.</summary>
    /// <param name="source">A cache of the frames, or the video.</param>
    /// <param name="timeline">Actions held at every frame of the video.</param>
    /// <param name="first">Number of the first frame, from 0.</param>
    /// <param name="count">Number of frames (K), at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The source or the timeline does not have all of these frames.</exception>
    /// <exception cref="VideoException">A frame cannot be decoded.</exception>
    public static FrameWindow Read(IFrameSource source, ActionTimeline timeline, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(timeline);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (first < 0 || first > timeline.FrameCount - count)
        {
            throw new ArgumentOutOfRangeException(nameof(first),
                $"There are labels of frames 0 to {timeline.FrameCount - 1}; "
                + $"the window asks for {first} to {(long)first + count - 1}.");
        }

        byte[] frames = new byte[checked(count * source.Height * source.Width * source.Channels)];
        source.Read(first, count, frames);
        return new FrameWindow(first, [count, source.Height, source.Width, source.Channels], frames,
            timeline.Labels.ToMultiHot(Enumerable.Range(first, count)));
    }

    /// <summary>The frames as a tensor, float32 [K, C, H, W] in [0, 1]; the caller disposes it.</summary>
    /// <param name="device">Where it goes; by default the CPU.</param>
    public Tensor ToTensor(Device? device = null)
    {
        int channels = (int)_shape[3], frameLength = Frames.Length / Count;
        float[] pixels = new float[Frames.Length];
        for (int i = 0; i < Count; i++)
        {
            var frame = Frames.AsSpan(i * frameLength, frameLength);
            BatchLoader.ToUnit(frame, pixels.AsSpan(i * frameLength, frameLength), channels);
        }

        return tensor(pixels, [_shape[0], _shape[3], _shape[1], _shape[2]], device: device);
    }
}
