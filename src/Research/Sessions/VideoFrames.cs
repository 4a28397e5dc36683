using System.Collections.Concurrent;

namespace Research.Sessions;

/// <summary>
/// Any frames of a video, decoded when they are asked for, with no cache on disk: for recordings too long to keep decoded.
/// Where there is room, <see cref="FrameStore"/> is much faster. Several threads may read at once.
/// </summary>
/// <remarks>
/// <para>
/// The index is read once, by <c>ffprobe</c>: when each frame is shown, and which are key frames. The time of every frame that
/// is decoded after a seek is compared with the index. So B-frames, frames at uneven times and inexact seeking give the frames
/// asked for or an error. The pixels are those of <see cref="FrameStore"/>: the same decoder and the same transform.
/// </para>
/// <para>
/// A window costs the decoding from a key frame to its end. Each thread that reads has a decoder of its own, which stays open
/// and uses one thread. It keeps the frames of its last window, and decodes on from there where that is no more than a seek.
/// </para>
/// </remarks>
public sealed class VideoFrames : IFrameSource, IDisposable
{
    private readonly ShownFrame[] _index;
    private readonly ConcurrentBag<WindowReader> _idle = [];
    private volatile bool _isDisposed;

    private VideoFrames(string file, FrameTransform transform, ShownFrame[] index)
    {
        (File, Transform, _index) = (file, transform, index);
        KeyFrames = [.. Enumerable.Range(0, index.Length).Where(i => index[i].IsKey)];
    }

    /// <summary>Path of the video.</summary>
    public string File { get; }

    /// <summary>What is kept of a frame.</summary>
    public FrameTransform Transform { get; }

    /// <inheritdoc/>
    public int Count => _index.Length;

    /// <inheritdoc/>
    public int Height => Transform.Height;

    /// <inheritdoc/>
    public int Width => Transform.Width;

    /// <inheritdoc/>
    public int Channels => Transform.Channels;

    /// <summary>Numbers of the frames that decoding can begin with, in order.</summary>
    public IReadOnlyList<int> KeyFrames { get; }

    /// <summary>Opens a video and reads its index. No more than the first frame is decoded.</summary>
    /// <param name="video">The video.</param>
    /// <param name="transform">What is kept of a frame; by default the report's, 128×72 in gray.</param>
    /// <exception cref="InvalidOperationException">ffprobe is not installed.</exception>
    /// <exception cref="VideoException">The file is absent, empty, cut off or no video, or its first frame cannot be decoded.
    /// </exception>
    public static VideoFrames Open(string video, FrameTransform? transform = null)
    {
        using (VideoReader.Open(video, threads: 1))
        {
        }

        var frames = new VideoFrames(video, transform ?? FrameTransform.Report, VideoTimes.ReadComplete(video));
        frames.Return(frames.Rent());
        return frames;
    }

    /// <summary>When a frame is shown, in seconds after the first.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such frame.</exception>
    public double Seconds(int frame) => _index[frame].Seconds;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Read(int first, int count, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        FrameRangeCheck.Require(File, this, first, count, destination.Length);
        var reader = Rent();
        try
        {
            reader.Read(first, count, destination);
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        Return(reader);
    }

    /// <summary>Reads consecutive frames into an array of their own: [K, H, W] or [K, H, W, C].</summary>
    /// <inheritdoc cref="Read(int, int, Span{byte})"/>
    public byte[] Read(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        byte[] frames = new byte[checked(count * Transform.FrameBytes)];
        Read(first, count, frames);
        return frames;
    }

    /// <summary>Closes the decoders. A second call does nothing.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private WindowReader Rent() => _idle.TryTake(out var reader) ? reader : new WindowReader(File, Transform, _index);

    private void Return(WindowReader reader)
    {
        _idle.Add(reader);
        if (_isDisposed)
        {
            Dispose();
        }
    }
}
