using OpenCvSharp;
#if SYSTEM_OPENCV
using OpenCvSharp.Native;
#endif

namespace Research.Data;

/// <summary>
/// Frames of a stretch of a video, for a transform: by the quick way of this repository's binding where it has one for the
/// video, else as <see cref="VideoReader"/> reads them. Both give the transform the same pixels.
/// </summary>
internal sealed class StretchSource : IDisposable
{
    private readonly VideoReader? _reader;
#if SYSTEM_OPENCV
    private readonly SampledVideo? _sampled;
#endif

    private StretchSource(VideoReader reader)
    {
        _reader = reader;
        NextFrame = reader.NextFrame;
    }

    internal int NextFrame { get; private set; }

#if SYSTEM_OPENCV
    private StretchSource(SampledVideo sampled) => _sampled = sampled;

    internal double Milliseconds => _sampled?.Milliseconds ?? _reader!.Milliseconds;

    public void Dispose()
    {
        _sampled?.Dispose();
        _reader?.Dispose();
    }
#else
    internal double Milliseconds => _reader!.Milliseconds;

    public void Dispose() => _reader!.Dispose();
#endif

    /// <summary>The quickest way through a video, from a frame on.</summary>
    /// <returns>Null: the frame could not be found.</returns>
    internal static StretchSource? Open(string video, FrameTransform transform, int first, int threads)
    {
#if SYSTEM_OPENCV
        if (SampledVideo.Open(video, transform.Height, threads) is { } sampled)
        {
            if (first > 0 && !sampled.Seek(first))
            {
                sampled.Dispose();
                return null;
            }

            return new StretchSource(sampled) { NextFrame = first };
        }
#endif
        var reader = VideoReader.Open(video);
        if (first > 0)
        {
            reader.Seek(first);
        }

        return new StretchSource(reader);
    }

    /// <summary>The sure way: from the first frame, by OpenCV.</summary>
    internal static StretchSource OpenSure(string video) => new(VideoReader.Open(video));

    /// <exception cref="VideoException">As <see cref="VideoReader.TryRead"/>; the quick way says false instead.</exception>
    internal bool TryRead(Mat frame)
    {
#if SYSTEM_OPENCV
        bool read = _sampled?.Read(frame) ?? _reader!.TryRead(frame);
#else
        bool read = _reader!.TryRead(frame);
#endif
        NextFrame += read ? 1 : 0;
        return read;
    }
}
