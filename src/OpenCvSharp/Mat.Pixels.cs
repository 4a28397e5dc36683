using System.Runtime.CompilerServices;

namespace OpenCvSharp;

public sealed unsafe partial class Mat
{
    /// <summary>Rows, or height.</summary>
    public int Rows => Info.Rows;

    /// <summary>Columns, or width.</summary>
    public int Cols => Info.Cols;

    /// <summary>Columns.</summary>
    public int Width => Info.Cols;

    /// <summary>Rows.</summary>
    public int Height => Info.Rows;

    /// <summary>Number of dimensions: 2, or 0 of an empty mat.</summary>
    public int Dims => Info.Dims;

    /// <summary>Address of the first pixel.</summary>
    public IntPtr Data => (nint)Info.Data;

    /// <summary>Address of the first pixel.</summary>
    public byte* DataPointer => Info.Data;

    /// <summary>Type of an element: depth and channels.</summary>
    public MatType Type() => new(Info.Type);

    /// <summary>Type of a channel, such as <see cref="MatType.CV_8U"/>.</summary>
    public int Depth() => Type().Depth;

    /// <summary>Number of channels.</summary>
    public int Channels() => Type().Channels;

    /// <summary>Whether there is no pixel.</summary>
    public bool Empty() => Info is { Total: 0 } or { Dims: 0 };

    /// <summary>Columns and rows.</summary>
    public Size Size() => Info is var info ? new Size(info.Cols, info.Rows) : default;

    /// <summary>Bytes from one row to the next.</summary>
    public long Step() => Info.Step;

    /// <summary>Number of pixels.</summary>
    public long Total() => Info.Total;

    /// <summary>Bytes of a pixel.</summary>
    public int ElemSize() => Info.ElementSize;

    /// <summary>Whether row follows row without a gap.</summary>
    public bool IsContinuous() => Info.IsContinuous != 0;

    /// <summary>Whether this is a view of a part of another mat.</summary>
    public bool IsSubmatrix() => Info.IsSubmatrix != 0;

    /// <summary>Address of a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public IntPtr Ptr(int i0) => (nint)Address(Info, i0, 0, 0);

    /// <summary>Address of a pixel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel.</exception>
    public IntPtr Ptr(int i0, int i1) => (nint)Address(Info, i0, i1, 0);

    /// <summary>A pixel, by reference.</summary>
    /// <param name="i0">Row.</param>
    /// <param name="i1">Column.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel, or it has fewer bytes than <typeparamref name="T"/>.</exception>
    public ref T At<T>(int i0, int i1)
        where T : unmanaged => ref *(T*)Address(Info, i0, i1, sizeof(T));

    /// <summary>A pixel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel, or it has fewer bytes than <typeparamref name="T"/>.</exception>
    public T Get<T>(int i0, int i1)
        where T : unmanaged => At<T>(i0, i1);

    /// <summary>Sets a pixel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel, or it has fewer bytes than <typeparamref name="T"/>.</exception>
    public void Set<T>(int i0, int i1, T value)
        where T : unmanaged => At<T>(i0, i1) = value;

    /// <summary>Quick access to many pixels, while the mat keeps its size and memory.</summary>
    public Indexer<T> GetGenericIndexer<T>()
        where T : unmanaged => new(this);

    /// <summary>Copies all pixels, row after row.</summary>
    /// <exception cref="OpenCvSharpException">The size of a pixel is no multiple of that of <typeparamref name="T"/>.</exception>
    public bool GetArray<T>(out T[] data)
        where T : unmanaged
    {
        var info = Info;
        int perRow = ValuesPerRow<T>(info);
        data = new T[info.Rows * perRow];
        for (int row = 0; row < info.Rows; row++)
        {
            new ReadOnlySpan<T>(info.Data + row * info.Step, perRow).CopyTo(data.AsSpan(row * perRow, perRow));
        }

        GC.KeepAlive(this);
        return true;
    }

    /// <summary>Sets all pixels, row after row.</summary>
    /// <exception cref="OpenCvSharpException">The size of a pixel is no multiple of that of <typeparamref name="T"/>, or the array has another length.</exception>
    public bool SetArray<T>(params T[] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var info = Info;
        int perRow = ValuesPerRow<T>(info);
        if (data.Length != info.Rows * perRow)
        {
            throw new OpenCvSharpException($"{Shape} holds {info.Rows * perRow:N0} values of {typeof(T).Name}; the array has {data.Length:N0}.");
        }

        for (int row = 0; row < info.Rows; row++)
        {
            data.AsSpan(row * perRow, perRow).CopyTo(new Span<T>(info.Data + row * info.Step, perRow));
        }

        GC.KeepAlive(this);
        return true;
    }

    private int ValuesPerRow<T>(Native.MatInfo info)
        where T : unmanaged =>
        info.ElementSize % sizeof(T) == 0
            ? info.Cols * (info.ElementSize / sizeof(T))
            : throw new OpenCvSharpException($"A pixel of {Shape} has {info.ElementSize} bytes, no multiple of the {sizeof(T)} of {typeof(T).Name}.");

    private static byte* Address(in Native.MatInfo info, int row, int col, int bytes)
    {
        if ((uint)row >= (uint)info.Rows || (uint)col >= (uint)info.Cols || bytes > info.ElementSize)
        {
            Refuse(info, row, col, bytes);
        }

        return info.Data + row * info.Step + (long)col * info.ElementSize;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(in Native.MatInfo info, int row, int col, int bytes) =>
        throw new ArgumentOutOfRangeException(null, bytes > info.ElementSize
            ? $"A pixel of {new MatType(info.Type)} has {info.ElementSize} bytes, not {bytes}."
            : $"There is no pixel at row {row}, column {col} of {info.Cols}x{info.Rows}.");

    /// <summary>Pixels of a mat by row and column, checked against its bounds.</summary>
    public sealed class Indexer<T>
        where T : unmanaged
    {
        private readonly Mat _mat;
        private readonly Native.MatInfo _info;

        internal Indexer(Mat mat)
        {
            _mat = mat;
            _info = mat.Info;
        }

        /// <summary>A pixel.</summary>
        /// <param name="i0">Row.</param>
        /// <param name="i1">Column.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such pixel, or it has fewer bytes than <typeparamref name="T"/>.</exception>
        /// <exception cref="ObjectDisposedException">The mat was disposed of.</exception>
        public T this[int i0, int i1]
        {
            get => *Of(i0, i1);
            set => *Of(i0, i1) = value;
        }

        private T* Of(int row, int col)
        {
            ObjectDisposedException.ThrowIf(_mat._handle.IsClosed, _mat);
            return (T*)Address(_info, row, col, sizeof(T));
        }
    }
}
