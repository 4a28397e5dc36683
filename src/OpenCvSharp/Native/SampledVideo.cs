using static OpenCvSharp.Native.NativeMethods;

namespace OpenCvSharp.Native;

/// <summary>
/// Frames of a plain video for a bilinear resize to fewer rows: of each, only the rows that it looks at are converted to BGR, and
/// these are those of <see cref="VideoCapture"/>. Not of the package's API, hence internal: whoever uses it needs another way too.
/// </summary>
internal sealed class SampledVideo : IDisposable
{
    private readonly SampledHandle _handle;

    private SampledVideo(nint video) => _handle = new SampledHandle(video);

    /// <summary>When the frame last read is shown, in milliseconds.</summary>
    internal double Milliseconds => cvs_sampled_milliseconds(_handle);

    /// <returns>Null: the file cannot be opened, or the video is not plain (see src/native/opencv/sampled_video.h).</returns>
    internal static SampledVideo? Open(string file, int rows, int threads)
    {
        Failure.ThrowIf(cvs_sampled_open(file, rows, threads, out nint video), $"SampledVideo.Open('{file}', {rows} rows)");
        return video == 0 ? null : new SampledVideo(video);
    }

    /// <returns>False: there is no frame left that can be decoded, or it is of another kind than those before.</returns>
    internal bool Read(Mat image)
    {
        Failure.ThrowIf(cvs_sampled_read(_handle, image.Handle, out int read), $"SampledVideo.Read()");
        return read != 0;
    }

    /// <returns>False: the frame was not found.</returns>
    internal bool Seek(int frame)
    {
        Failure.ThrowIf(cvs_sampled_seek(_handle, frame, out int found), $"SampledVideo.Seek({frame})");
        return found != 0;
    }

    public void Dispose() => _handle.Dispose();
}
