using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Research.Data;

/// <summary>An array of NumPy's <c>.npy</c> format, held as 32-bit floats in row-major order.</summary>
/// <param name="Shape">Length of each dimension.</param>
/// <param name="Values">All elements, the last dimension running fastest.</param>
public sealed partial record NpyArray(IReadOnlyList<int> Shape, float[] Values)
{
    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a file of version 1 to 3, C or Fortran order, of little-endian floats, bools or integers.</summary>
    /// <exception cref="InvalidDataException">The file is no such array; the message names it, what was found and what was expected.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static NpyArray Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        if (file.Length < 10 || !file.AsSpan().StartsWith(Magic))
        {
            throw Fault(path, file.Length == 0 ? "an empty file" : "a file that does not begin with \\x93NUMPY", "a .npy file");
        }

        int major = file[6];
        if (major is < 1 or > 3)
        {
            throw Fault(path, $"format version {major}", "1, 2 or 3");
        }

        int start = major == 1 ? 10 : 12;
        uint length = file.Length < start ? uint.MaxValue
            : major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8)) : BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(8));
        if (length > file.Length - start)
        {
            throw Fault(path, $"{file.Length} bytes", "a whole header");
        }

        string header = Encoding.UTF8.GetString(file, start, (int)length);
        string type = Descr().Match(header) is { Success: true } d ? d.Groups[1].Value : throw Fault(path, $"the header {header.Trim()}", "'descr': one simple type");
        int[] shape = ShapeOf(path, header);
        var body = file.AsMemory(start + (int)length);
        float[] values = Decode(path, type, body.Span, shape);
        return new NpyArray(shape, FortranOrder().IsMatch(header) ? ToRowMajor(values, shape) : values);
    }

    /// <summary>Writes the array as 32-bit floats; written beside and renamed.</summary>
    public void Write(string path)
    {
        string shape = string.Join(", ", Shape) + (Shape.Count == 1 ? "," : "");
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape}), }}";
        header = header.PadRight((header.Length + 11 + 63) / 64 * 64 - 11) + "\n";
        var bytes = new byte[10 + header.Length + 4 * Values.Length];
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)header.Length);
        Encoding.ASCII.GetBytes(header, bytes.AsSpan(10));
        for (int i = 0; i < Values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(10 + header.Length + 4 * i), Values[i]);
        }

        AtomicFile.Write(path, beside => File.WriteAllBytes(beside, bytes));
    }

    private static int[] ShapeOf(string path, string header)
    {
        var match = ShapePattern().Match(header);
        string[] lengths = match.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var shape = new int[lengths.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            if (!int.TryParse(lengths[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
            {
                throw Fault(path, $"the shape ({match.Groups[1].Value})", "lengths below 2^31");
            }
        }

        return match.Success ? shape : throw Fault(path, $"the header {header.Trim()}", "'shape': (…)");
    }

    private static float[] Decode(string path, string type, ReadOnlySpan<byte> body, int[] shape)
    {
        int width = type switch
        {
            "|b1" or "|u1" or "|i1" => 1,
            "<f4" or "<i4" => 4,
            "<f8" or "<i8" => 8,
            _ => throw Fault(path, $"elements of type '{type}'", "one of |b1 |u1 |i1 <i4 <i8 <f4 <f8"),
        };
        long bytes = shape.Aggregate((long)width, (product, length) => product * length);
        if (bytes != body.Length)
        {
            throw Fault(path, $"{body.Length} bytes of data", $"{bytes} for the shape ({string.Join(", ", shape)}) of '{type}'");
        }

        var values = new float[body.Length / width];
        for (int i = 0; i < values.Length; i++)
        {
            var element = body.Slice(i * width, width);
            values[i] = type switch
            {
                "|i1" => (sbyte)element[0],
                "|b1" or "|u1" => element[0],
                "<i4" => BinaryPrimitives.ReadInt32LittleEndian(element),
                "<i8" => BinaryPrimitives.ReadInt64LittleEndian(element),
                "<f4" => BinaryPrimitives.ReadSingleLittleEndian(element),
                _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(element),
            };
        }

        return values;
    }

    private static float[] ToRowMajor(float[] columnMajor, int[] shape)
    {
        var values = new float[columnMajor.Length];
        var index = new int[shape.Length];
        foreach (float value in columnMajor)
        {
            int place = 0;
            for (int d = 0; d < shape.Length; d++)
            {
                place = place * shape[d] + index[d];
            }

            values[place] = value;
            for (int d = 0; d < shape.Length && ++index[d] == shape[d]; d++)
            {
                index[d] = 0;
            }
        }

        return values;
    }

    private static InvalidDataException Fault(string path, string found, string expected) => new($"{path}: found {found}; expected {expected}.");

    [GeneratedRegex(@"'descr':\s*'([^']*)'")]
    private static partial Regex Descr();

    [GeneratedRegex(@"'fortran_order':\s*True")]
    private static partial Regex FortranOrder();

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
