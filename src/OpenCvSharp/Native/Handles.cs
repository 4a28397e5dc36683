using System.Runtime.InteropServices;

namespace OpenCvSharp.Native;

/// <summary>A native object that is given back once, however its owner ends.</summary>
internal abstract class NativeHandle : SafeHandle
{
    protected NativeHandle(nint value)
        : base(0, ownsHandle: true) => SetHandle(value);

    public override bool IsInvalid => handle == 0;
}

/// <summary>A cv::Mat header.</summary>
internal sealed class MatHandle(nint value) : NativeHandle(value)
{
    /// <summary>No mat, where a mask may be left out.</summary>
    internal static MatHandle None { get; } = new(0);

    protected override bool ReleaseHandle()
    {
        NativeMethods.cvs_mat_free(handle);
        return true;
    }
}

/// <summary>A cv::VideoCapture.</summary>
internal sealed class CaptureHandle(nint value) : NativeHandle(value)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.cvs_capture_free(handle);
        return true;
    }
}

/// <summary>A cv::VideoWriter.</summary>
internal sealed class WriterHandle(nint value) : NativeHandle(value)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.cvs_writer_free(handle);
        return true;
    }
}
