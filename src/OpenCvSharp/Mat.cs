using OpenCvSharp.Native;
using static OpenCvSharp.Native.NativeMethods;

namespace OpenCvSharp;

/// <summary>
/// A dense two-dimensional array of pixels [rows, cols, channels], rows from the top. Its memory is OpenCV's: dispose of it.
/// As OpenCV's own, a mat may be read by several threads at once, and written by one alone.
/// </summary>
public sealed unsafe partial class Mat : IDisposable
{
    private readonly MatHandle _handle;
    private readonly PinnedArray? _pinned;

    private Mat(nint handle, PinnedArray? pinned = null)
    {
        _handle = new MatHandle(handle);
        _pinned = pinned;
    }

    /// <summary>An empty mat, for an operation to fill.</summary>
    public Mat()
    {
        Failure.ThrowIf(cvs_mat_new(out nint mat), $"new Mat()");
        _handle = new MatHandle(mat);
    }

    /// <summary>A mat whose pixels are not yet set.</summary>
    /// <exception cref="OpenCVException">A size is negative, or there is no memory for it.</exception>
    public Mat(int rows, int cols, MatType type)
        : this(New(rows, cols, type, null))
    {
    }

    /// <summary>A mat whose pixels are all alike.</summary>
    /// <exception cref="OpenCVException">A size is negative, or there is no memory for it.</exception>
    public Mat(int rows, int cols, MatType type, Scalar s)
        : this(New(rows, cols, type, &s))
    {
    }

    /// <summary>A mat whose pixels are not yet set.</summary>
    /// <exception cref="OpenCVException">A size is negative, or there is no memory for it.</exception>
    public Mat(Size size, MatType type)
        : this(New(size.Height, size.Width, type, null))
    {
    }

    /// <summary>A mat whose pixels are all alike.</summary>
    /// <exception cref="OpenCVException">A size is negative, or there is no memory for it.</exception>
    public Mat(Size size, MatType type, Scalar s)
        : this(New(size.Height, size.Width, type, &s))
    {
    }

    /// <summary>A view of a part of another mat; both share the pixels.</summary>
    /// <exception cref="OpenCVException">The part does not lie inside.</exception>
    public Mat(Mat m, Rect roi)
        : this(View(m, roi), m._pinned?.Share())
    {
    }

    /// <summary>An image file, empty where there is none that can be read; as <see cref="Cv2.ImRead"/>.</summary>
    public Mat(string fileName, ImreadModes flags = ImreadModes.Color)
        : this(Cv2.ReadImage(fileName, flags))
    {
    }

    /// <summary>How many native mats are alive in this process.</summary>
    internal static long LiveCount => cvs_live_mats();

    /// <exception cref="ObjectDisposedException">The mat was disposed of.</exception>
    internal MatHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
            return _handle;
        }
    }

    internal MatInfo Info
    {
        get
        {
            MatInfo info;
            cvs_mat_info(Handle, &info);
            return info;
        }
    }

    /// <summary>Size and type as messages show them: 1280x720 CV_8UC3.</summary>
    internal string Shape => _handle.IsClosed ? "disposed" : $"{Cols}x{Rows} {Type()}";

    /// <summary>A mat over memory that is not copied and must outlive it.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="cols">Columns.</param>
    /// <param name="type">Type of an element.</param>
    /// <param name="data">Address of the first row.</param>
    /// <param name="step">Bytes from one row to the next; 0: rows lie side by side.</param>
    /// <exception cref="OpenCVException">The step is shorter than a row.</exception>
    public static Mat FromPixelData(int rows, int cols, MatType type, IntPtr data, long step = 0) => new(Over(rows, cols, type, data, step));

    /// <summary>A mat over an array that is not copied; the array stays pinned until the mat and its views are disposed of.</summary>
    /// <exception cref="ArgumentException">The array is shorter than the mat, or holds no plain values.</exception>
    /// <exception cref="OpenCVException">The step is shorter than a row.</exception>
    public static Mat FromPixelData(int rows, int cols, MatType type, Array data, long step = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        long element = ElementBytes(type) * type.Channels;
        long needed = rows == 0 ? 0 : (rows - 1) * (step == 0 ? cols * element : step) + cols * element;
        if (Buffer.ByteLength(data) < needed)
        {
            throw new ArgumentException($"{cols}x{rows} {type} needs {needed:N0} bytes; the array has {Buffer.ByteLength(data):N0}.", nameof(data));
        }

        var pinned = new PinnedArray(data);
        try
        {
            return new Mat(Over(rows, cols, type, pinned.Address, step), pinned);
        }
        catch
        {
            pinned.Release();
            throw;
        }
    }

    internal static Mat FromHandle(nint handle) => new(handle);

    /// <summary>Gives the pixels back, unless another mat shares them. A second call does nothing.</summary>
    public void Dispose()
    {
        lock (_handle)
        {
            if (_handle.IsClosed)
            {
                return;
            }

            _handle.Dispose();
        }

        _pinned?.Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets an array go that was pinned for a mat nobody disposed of; the handle sees to itself.</summary>
    ~Mat() => _pinned?.Release();

    /// <summary>Size, type and how the pixels lie.</summary>
    public override string ToString() =>
        _handle.IsClosed ? "Mat [ disposed ]" : $"Mat [ {Rows}*{Cols}*{Type()}, IsContinuous={IsContinuous()}, IsSubmatrix={IsSubmatrix()} ]";

    private static int ElementBytes(MatType type) => type.Depth switch
    {
        MatType.CV_8U or MatType.CV_8S => 1,
        MatType.CV_32S or MatType.CV_32F => 4,
        MatType.CV_64F => 8,
        _ => 2,
    };

    private static nint New(int rows, int cols, MatType type, Scalar* fill)
    {
        Failure.ThrowIf(cvs_mat_new_filled(rows, cols, type.Value, fill, out nint mat), $"new Mat({rows} rows, {cols} cols, {type})");
        return mat;
    }

    private static nint Over(int rows, int cols, MatType type, nint data, long step)
    {
        Failure.ThrowIf(cvs_mat_new_over(rows, cols, type.Value, (void*)data, step, out nint mat),
            $"Mat.FromPixelData({rows} rows, {cols} cols, {type}, step {step})");
        return mat;
    }

    private static nint View(Mat mat, Rect roi)
    {
        ArgumentNullException.ThrowIfNull(mat);
        Failure.ThrowIf(cvs_mat_sub(mat.Handle, roi.X, roi.Y, roi.Width, roi.Height, out nint view), $"Mat.SubMat({roi}) of {mat}");
        return view;
    }
}
