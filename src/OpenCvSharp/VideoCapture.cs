using System.Runtime.InteropServices;
using OpenCvSharp.Native;
using static OpenCvSharp.Native.NativeMethods;

namespace OpenCvSharp;

/// <summary>
/// Decodes a video file. As OpenCV's own, it says nothing when a file cannot be opened (ask <see cref="IsOpened"/>) or its frames
/// end early, and one capture belongs to one thread at a time.
/// </summary>
public sealed unsafe class VideoCapture : IDisposable
{
    private readonly CaptureHandle _handle;

    /// <summary>A capture without a video.</summary>
    public VideoCapture()
    {
        Failure.ThrowIf(cvs_capture_new(out nint capture), $"new VideoCapture()");
        _handle = new CaptureHandle(capture);
    }

    /// <summary>Opens a file.</summary>
    public VideoCapture(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY)
        : this() => Open(fileName, apiPreference);

    /// <summary>Opens a file with parameters: pairs of a property and its value.</summary>
    public VideoCapture(string fileName, VideoCaptureAPIs apiPreference, int[] prms)
        : this() => Open(fileName, apiPreference, prms);

    /// <summary>Index of the next frame; setting seeks.</summary>
    public int PosFrames
    {
        get => (int)Get(VideoCaptureProperties.PosFrames);
        set => Set(VideoCaptureProperties.PosFrames, value);
    }

    /// <summary>Frames, as the container says or OpenCV guesses from the duration.</summary>
    public int FrameCount => (int)Get(VideoCaptureProperties.FrameCount);

    /// <summary>Frames a second.</summary>
    public double Fps => Get(VideoCaptureProperties.Fps);

    /// <summary>Columns of a frame.</summary>
    public int FrameWidth => (int)Get(VideoCaptureProperties.FrameWidth);

    /// <summary>Rows of a frame.</summary>
    public int FrameHeight => (int)Get(VideoCaptureProperties.FrameHeight);

    private CaptureHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
            return _handle;
        }
    }

    /// <summary>Opens a file.</summary>
    /// <returns>False: there is no such file, or no video in it.</returns>
    public bool Open(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) => Open(fileName, apiPreference, []);

    /// <summary>Opens a file with parameters: pairs of a property and its value.</summary>
    /// <returns>False: there is no such file, no video in it, or a parameter is not supported.</returns>
    public bool Open(string fileName, VideoCaptureAPIs apiPreference, int[] prms)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        ArgumentNullException.ThrowIfNull(prms);
        fixed (int* parameters = prms)
        {
            Failure.ThrowIf(cvs_capture_open(Handle, fileName, (int)apiPreference, parameters, prms.Length, out int opened),
                $"VideoCapture.Open('{fileName}', {apiPreference})");
            return opened != 0;
        }
    }

    /// <summary>Whether a video is open.</summary>
    public bool IsOpened() => cvs_capture_is_opened(Handle) != 0;

    /// <summary>Closes the video.</summary>
    public void Release() => Failure.ThrowIf(cvs_capture_release(Handle), $"VideoCapture.Release()");

    /// <summary>Decodes the next frame.</summary>
    /// <returns>False: there is none, or it cannot be decoded.</returns>
    public bool Grab()
    {
        Failure.ThrowIf(cvs_capture_grab(Handle, out int grabbed), $"VideoCapture.Grab()");
        return grabbed != 0;
    }

    /// <summary>Converts the frame last grabbed to BGR.</summary>
    public bool Retrieve(Mat image, int flag = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        Failure.ThrowIf(cvs_capture_retrieve(Handle, image.Handle, flag, out int retrieved), $"VideoCapture.Retrieve()");
        return retrieved != 0;
    }

    /// <summary>Grabs and retrieves the next frame.</summary>
    /// <returns>False, and an empty mat: there is none, or it cannot be decoded.</returns>
    public bool Read(Mat image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Failure.ThrowIf(cvs_capture_read(Handle, image.Handle, out int read), $"VideoCapture.Read()");
        return read != 0;
    }

    /// <summary>A property; 0 where the backend has none such.</summary>
    public double Get(VideoCaptureProperties propertyId)
    {
        Failure.ThrowIf(cvs_capture_get(Handle, (int)propertyId, out double value), $"VideoCapture.Get({propertyId})");
        return value;
    }

    /// <summary>Sets a property.</summary>
    /// <returns>False: the backend has none such.</returns>
    public bool Set(VideoCaptureProperties propertyId, double value)
    {
        Failure.ThrowIf(cvs_capture_set(Handle, (int)propertyId, value, out int accepted), $"VideoCapture.Set({propertyId}, {value})");
        return accepted != 0;
    }

    /// <summary>Name of the backend that decodes, such as <c>FFMPEG</c>.</summary>
    /// <exception cref="OpenCVException">No video is open.</exception>
    public string GetBackendName()
    {
        byte* name = stackalloc byte[64];
        Failure.ThrowIf(cvs_capture_backend(Handle, name, 64), $"VideoCapture.GetBackendName()");
        return Marshal.PtrToStringUTF8((nint)name)!;
    }

    /// <summary>Closes the video. A second call does nothing.</summary>
    public void Dispose() => _handle.Dispose();
}
