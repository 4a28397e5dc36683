using System.Globalization;
using System.Runtime.InteropServices;
using Research.Arrays.Elements;
using Research.Arrays.Zarr;

namespace Research.Arrays.Npy;

/// <summary>An array of NumPy's <c>.npy</c> format, in memory.</summary>
public sealed class NpyArray : IArrayReader
{
    private readonly byte[] _elements; // in this machine's byte order, the last dimension running fastest

    private NpyArray(string name, IReadOnlyList<int> shape, ElementType type, byte[] elements) =>
        (Name, Shape, DataType, _elements) = (name, shape, type, elements);

    /// <summary>Length of each dimension.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Of the elements.</summary>
    public ElementType DataType { get; }

    /// <summary>The file that it was read from, for messages; empty for a new one.</summary>
    private string Name { get; }

    string IArrayReader.Path => Name.Length > 0 ? Name : "an array in memory";

    /// <summary>An array of the given elements.</summary>
    /// <param name="shape">Length of each dimension.</param>
    /// <param name="values">The elements, the last dimension running fastest; they are copied.</param>
    /// <exception cref="ArgumentException">There are more or fewer of them than the shape has.</exception>
    public static NpyArray Of<T>(IReadOnlyList<int> shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        long count = shape.Aggregate(1L, (product, length) => product * length);
        return count == values.Length
            ? new NpyArray("", [.. shape], ElementTypes.Of<T>(), MemoryMarshal.AsBytes(values).ToArray())
            : throw new ArgumentException(
                $"Found {values.Length} values; expected {count} for the shape ({string.Join(", ", shape)}).");
    }

    /// <summary>An array of elements in this machine's byte order, which become the array's own.</summary>
    internal static NpyArray Of(string name, IReadOnlyList<int> shape, ElementType type, byte[] elements) =>
        new(name, shape, type, elements);

    /// <summary>
    /// Reads a file of version 1 to 3, in C or Fortran order, of bools, integers or floats in either byte order.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is no such array; the message names it, what was found and what was
    /// expected.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It is a folder or a pipe, or it cannot be read.</exception>
    public static NpyArray Read(string path)
    {
        using var stream = RegularFile.OpenRead(path, "a .npy file");
        return Read(stream, stream.Length, path);
    }

    /// <summary>All elements, the last dimension running fastest.</summary>
    /// <typeparam name="T">The elements' type, or another that holds every value there is.</typeparam>
    /// <exception cref="InvalidDataException">A value is none of <typeparamref name="T"/>; the message says which.</exception>
    public T[] Values<T>()
        where T : unmanaged
    {
        var asked = ElementTypes.Of<T>();
        var values = new T[_elements.Length / DataType.Bytes()];
        return ExactConversion.Convert(_elements, DataType, MemoryMarshal.AsBytes(values.AsSpan()), asked) is var wrong and >= 0
            ? throw new InvalidDataException(
                $"{Name}: found {DataType.Text(_elements.AsSpan(wrong * DataType.Bytes()))} as element {wrong} of "
                + $"{DataType.Name()}; expected a value that {asked.Name()} holds.")
            : values;
    }

    T[] IArrayReader.Read<T>(params Range[] slices)
    {
        var slice = ArraySlice.Of(((IArrayReader)this).Path, Shape, slices);
        return slice.Count == _elements.Length / DataType.Bytes() ? Values<T>() : Cut(slice).Values<T>();
    }

    /// <summary>All elements as the nearest float32, the last dimension running fastest.</summary>
    /// <exception cref="InvalidDataException">A float64 is beyond float32; the message says which.</exception>
    internal float[] NearestSingles()
    {
        double[] values = Values<double>();
        int beyond = Array.FindIndex(values, value => double.IsFinite(value) && !float.IsFinite((float)value));
        return beyond < 0 ? [.. values.Select(value => (float)value)]
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
            $"{Name}: found {values[beyond]} as element {beyond} of {DataType.Name()}; expected a number within "
                + $"±{float.MaxValue:0.0e+0}, for it is computed with as float32."));
    }

    /// <summary>Writes the array as NumPy does: version 1, little-endian, C order; written beside and renamed.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, beside =>
    {
        using var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write);
        Write(stream);
    });

    /// <summary>The first elements as text.</summary>
    internal string[] First(int most) => DataType.Texts(_elements, most);

    internal static NpyArray Read(Stream stream, long length, string name)
    {
        var header = NpyHeader.Read(stream, ref length, name);
        var (type, isBigEndian) = header.RequireElements(name);
        int width = type.Bytes();
        decimal bytes = header.Shape.Aggregate((decimal)width, (product, size) => product == 0 || size == 0 ? 0
            : Math.Min(product, long.MaxValue) * size);
        if (bytes != length)
        {
            throw new InvalidDataException(
                $"{name}: found {length} bytes of data; expected {bytes} for the shape ({string.Join(", ", header.Shape)}) of "
                + $"'{type.Descr(isBigEndian)}'.");
        }

        if (length > Array.MaxLength)
        {
            throw new InvalidDataException($"{name}: found {length} bytes of data; expected at most {Array.MaxLength}.");
        }

        byte[] elements = new byte[length];
        stream.ReadExactly(elements);
        if (isBigEndian == BitConverter.IsLittleEndian)
        {
            ElementTypes.ReverseEndianness(elements, width);
        }

        return new NpyArray(name, header.Shape, type, header.FortranOrder ? ToRowMajor(elements, header.Shape, width) : elements);
    }

    internal void Write(Stream stream)
    {
        stream.Write(NpyHeader.Format(DataType, Shape));
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(_elements);
            return;
        }

        byte[] swapped = [.. _elements];
        ElementTypes.ReverseEndianness(swapped, DataType.Bytes());
        stream.Write(swapped);
    }

    private unsafe NpyArray Cut(ArraySlice slice)
    {
        int width = DataType.Bytes();
        long[] strides = StridedCopy.RowMajor([.. Shape]);
        long first = slice.Start.Select((start, d) => start * strides[d]).Sum();
        byte[] cut = new byte[slice.Count * width];
        fixed (byte* source = _elements, destination = cut)
        {
            StridedCopy.Copy(source + first * width, strides, destination, StridedCopy.RowMajor(slice.Length), slice.Length,
                width);
        }

        return new NpyArray(Name, slice.Length, DataType, cut);
    }

    private static unsafe byte[] ToRowMajor(byte[] columnMajor, int[] shape, int width)
    {
        long[] strides = StridedCopy.RowMajor([.. shape.Reverse()]);
        Array.Reverse(strides);
        byte[] rowMajor = new byte[columnMajor.Length];
        fixed (byte* source = columnMajor, destination = rowMajor)
        {
            StridedCopy.Copy(source, strides, destination, StridedCopy.RowMajor(shape), shape, width);
        }

        return rowMajor;
    }
}
