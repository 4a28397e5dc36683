using OpenCvSharp;

namespace Research.Sessions;

/// <summary>
/// The frames of a video in order, decoded by FFmpeg. OpenCV ends early without a word where frames cannot be decoded; here that
/// is an error. One reader belongs to one thread at a time.
/// </summary>
public sealed class VideoReader : IDisposable
{
    /// <summary>OpenCV's <c>CAP_PROP_N_THREADS</c>, which OpenCvSharp's list of properties lacks.</summary>
    private const int ThreadsProperty = 70;

    private static readonly string[] CountingContainers = [".mp4", ".m4v", ".mov", ".avi"];

    private readonly VideoCapture _capture;

    private VideoReader(string file, VideoCapture capture)
    {
        File = file;
        _capture = capture;
        FrameSize = new Size(capture.FrameWidth, capture.FrameHeight);
        FramesPerSecond = capture.Fps;
        int declared = capture.FrameCount;
        DeclaredFrames = declared > 0 && CountingContainers.Contains(Path.GetExtension(file).ToLowerInvariant()) ? declared
            : null;
        EstimatedFrames = Math.Max(0, declared);
    }

    /// <summary>Path as given to <see cref="Open(string)"/>.</summary>
    public string File { get; }

    /// <summary>Size of a frame in pixels.</summary>
    public Size FrameSize { get; }

    /// <summary>Frames a second, as the container says.</summary>
    public double FramesPerSecond { get; }

    /// <summary>Number of frames where the container holds it (mp4, mov, avi); null where it does not (mkv).</summary>
    public int? DeclaredFrames { get; }

    /// <summary>Number of frames, from the duration where the container does not hold it; 0 where it is unknown.</summary>
    public int EstimatedFrames { get; }

    /// <summary>Index of the next frame.</summary>
    public int NextFrame { get; private set; }

    /// <summary>When the frame last read is shown, in milliseconds.</summary>
    internal double Milliseconds => _capture.Get(VideoCaptureProperties.PosMsec);

    /// <summary>Opens a video.</summary>
    /// <exception cref="VideoException">The file is absent or empty, or holds no video that FFmpeg can decode.</exception>
    public static VideoReader Open(string path) => Open(path, threads: 0);

    /// <summary>Opens a video.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads that FFmpeg decodes on; 0: as many as OpenCV takes by itself, one a core.</param>
    /// <exception cref="VideoException">As <see cref="Open(string)"/>.</exception>
    internal static VideoReader Open(string path, int threads)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new VideoException(path, -1, "no such file", "a video");
        }

        if (file.Length == 0)
        {
            throw new VideoException(path, -1, "an empty file", "a video");
        }

        // by its full path: of '10:15/Train.mp4' FFmpeg would take what is before the colon for a protocol
        var capture = threads > 0
            ? new VideoCapture(file.FullName, VideoCaptureAPIs.FFMPEG, [ThreadsProperty, threads])
            : new VideoCapture(file.FullName, VideoCaptureAPIs.FFMPEG);
        if (capture.IsOpened() && capture is { FrameWidth: > 0, FrameHeight: > 0 })
        {
            return new VideoReader(path, capture);
        }

        capture.Dispose();
        throw new VideoException(path, -1, $"{file.Length:N0} bytes in which FFmpeg finds no video it can decode",
            "a whole video (an mp4 cut off while it was written has no index)");
    }

    /// <summary>Counts frames: as the container says, else by decoding all of them.</summary>
    /// <exception cref="VideoException">As <see cref="Open(string)"/>.</exception>
    public static int CountFrames(string path)
    {
        using var reader = Open(path);
        if (reader.DeclaredFrames is { } declared)
        {
            return declared;
        }

        while (reader._capture.Grab())
        {
            reader.NextFrame++;
        }

        return reader.NextFrame;
    }

    /// <summary>Decodes the next frame: [H, W, 3], blue, green, red.</summary>
    /// <returns>False after the last frame.</returns>
    /// <exception cref="VideoException">The frames end before the container's number of them, or one has another
    /// size.</exception>
    public bool TryRead(Mat frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (!_capture.Read(frame))
        {
            return DeclaredFrames is { } declared && NextFrame < declared
                ? throw new VideoException(File, NextFrame, "no more that can be decoded",
                    $"{declared} frames, as the container says")
                : false;
        }

        if (frame.Size() != FrameSize)
        {
            throw new VideoException(File, NextFrame, $"{frame.Width}x{frame.Height} pixels",
                $"{FrameSize.Width}x{FrameSize.Height}, as before it");
        }

        NextFrame++;
        return true;
    }

    /// <summary>All frames that are left, each with its index. The mat is the reader's and holds one frame at a time.</summary>
    /// <exception cref="VideoException">As <see cref="TryRead"/>.</exception>
    public IEnumerable<(int Index, Mat Frame)> ReadAll()
    {
        using var frame = new Mat();
        while (TryRead(frame))
        {
            yield return (NextFrame - 1, frame);
        }
    }

    /// <summary>Decodes the next frame without converting it; <see cref="Retrieve"/> does that.</summary>
    /// <returns>False where there is none, or none that can be decoded.</returns>
    internal bool TryGrab()
    {
        bool isThere = _capture.Grab();
        NextFrame += isThere ? 1 : 0;
        return isThere;
    }

    /// <summary>Converts the frame of the last <see cref="TryGrab"/>: [H, W, 3], blue, green, red.</summary>
    /// <exception cref="VideoException">It has another size than the first frame.</exception>
    internal void Retrieve(Mat frame)
    {
        if (!_capture.Retrieve(frame) || frame.Size() != FrameSize)
        {
            throw new VideoException(File, NextFrame - 1, $"{frame.Width}x{frame.Height} pixels",
                $"{FrameSize.Width}x{FrameSize.Height}, as before it");
        }
    }

    /// <summary>
    /// Moves to a frame; whether it is that one, only <see cref="Milliseconds"/> of frames read before can tell.
    /// </summary>
    internal void Seek(int frame)
    {
        _capture.PosFrames = frame;
        NextFrame = frame;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _capture.Dispose();
}
