using OpenCvSharp.Native;
using static OpenCvSharp.Native.NativeMethods;

namespace OpenCvSharp;

/// <summary>
/// Encodes a video file. As OpenCV's own, it says nothing when a file cannot be opened (ask <see cref="IsOpened"/>); a frame
/// that does not fit is an exception, where OpenCV leaves it out without a word. One writer belongs to one thread at a time.
/// </summary>
public sealed class VideoWriter : IDisposable
{
    private readonly WriterHandle _handle;
    private long _written;

    /// <summary>A writer without a file.</summary>
    public VideoWriter()
    {
        Failure.ThrowIf(cvs_writer_new(out nint writer), $"new VideoWriter()");
        _handle = new WriterHandle(writer);
    }

    /// <summary>Opens a file.</summary>
    public VideoWriter(string fileName, FourCC fourcc, double fps, Size frameSize, bool isColor = true)
        : this() => Open(fileName, fourcc, fps, frameSize, isColor);

    /// <summary>Opens a file with one backend.</summary>
    public VideoWriter(string fileName, VideoCaptureAPIs apiPreference, FourCC fourcc, double fps, Size frameSize, bool isColor = true)
        : this() => Open(fileName, apiPreference, fourcc, fps, frameSize, isColor);

    /// <summary>The file.</summary>
    public string? FileName { get; private set; }

    /// <summary>Frames a second.</summary>
    public double Fps { get; private set; } = -1;

    /// <summary>Size of every frame.</summary>
    public Size FrameSize { get; private set; }

    /// <summary>Whether frames are BGR (true) or gray.</summary>
    public bool IsColor { get; private set; } = true;

    private WriterHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
            return _handle;
        }
    }

    /// <summary>Four characters as a codec's number.</summary>
    public static int FourCC(char c1, char c2, char c3, char c4) => (c1 & 255) + ((c2 & 255) << 8) + ((c3 & 255) << 16) + ((c4 & 255) << 24);

    /// <summary>A codec's name as its number.</summary>
    /// <exception cref="ArgumentException">The name has not four characters.</exception>
    public static int FourCC(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Length == 4
            ? FourCC(code[0], code[1], code[2], code[3])
            : throw new ArgumentException($"A codec's name has four characters; '{code}' has {code.Length}.", nameof(code));
    }

    /// <summary>Opens a file.</summary>
    /// <returns>False: the file cannot be written, or the codec is unknown or does not go with it.</returns>
    public bool Open(string fileName, FourCC fourcc, double fps, Size frameSize, bool isColor = true) =>
        Open(fileName, VideoCaptureAPIs.ANY, fourcc, fps, frameSize, isColor);

    /// <summary>Opens a file with one backend.</summary>
    /// <returns>False: the file cannot be written, or the codec is unknown or does not go with it.</returns>
    public bool Open(string fileName, VideoCaptureAPIs apiPreference, FourCC fourcc, double fps, Size frameSize, bool isColor = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        (FileName, Fps, FrameSize, IsColor, _written) = (fileName, fps, frameSize, isColor, 0);
        Failure.ThrowIf(
            cvs_writer_open(Handle, fileName, (int)apiPreference, fourcc.Value, fps, frameSize.Width, frameSize.Height, isColor ? 1 : 0, out int opened),
            $"VideoWriter.Open('{fileName}', {apiPreference}, {fourcc}, {fps} fps, {frameSize})");
        return opened != 0;
    }

    /// <summary>Whether a file is open.</summary>
    public bool IsOpened() => cvs_writer_is_opened(Handle) != 0;

    /// <summary>Ends the file and closes it.</summary>
    public void Release() => Failure.ThrowIf(cvs_writer_release(Handle), $"VideoWriter.Release() of '{FileName}'");

    /// <summary>Encodes a frame.</summary>
    /// <exception cref="OpenCvSharpException">No file is open, or the frame has another size or type.</exception>
    public void Write(Mat image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!IsOpened())
        {
            throw new OpenCvSharpException($"VideoWriter.Write: {(FileName is null ? "no file was opened" : $"'{FileName}' is not open")}.");
        }

        var wanted = IsColor ? MatType.CV_8UC3 : MatType.CV_8UC1;
        if (image.Size() != FrameSize || image.Type() != wanted)
        {
            throw new OpenCvSharpException(
                $"VideoWriter.Write: frame {_written} of '{FileName}' is {image.Shape}; the video was opened for {FrameSize} {wanted}.");
        }

        Failure.ThrowIf(cvs_writer_write(Handle, image.Handle), $"VideoWriter.Write({image}), frame {_written} of '{FileName}'");
        _written++;
    }

    /// <summary>Ends the file and closes it. A second call does nothing.</summary>
    public void Dispose() => _handle.Dispose();
}
