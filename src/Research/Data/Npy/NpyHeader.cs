using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Research.Data;

/// <summary>What stands before the elements in a <c>.npy</c> file (numpy.org/doc/stable/reference/generated/numpy.lib.format.html).</summary>
internal sealed partial record NpyHeader(ElementType Type, bool BigEndian, bool FortranOrder, int[] Shape)
{
    private const int Alignment = 64, ShortPrefix = 10, LongPrefix = 12;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header.</summary>
    /// <param name="stream">At the file's first byte; then at the elements'.</param>
    /// <param name="length">Bytes of the file; then of the elements.</param>
    /// <param name="name">The file, for messages.</param>
    public static NpyHeader Read(Stream stream, ref long length, string name)
    {
        Span<byte> prefix = stackalloc byte[LongPrefix];
        int read = stream.ReadAtLeast(prefix[..ShortPrefix], ShortPrefix, throwOnEndOfStream: false);
        if (read < ShortPrefix || !prefix.StartsWith(Magic))
        {
            throw Fault(name, read == 0 ? "an empty file" : "a file that does not begin with \\x93NUMPY", "a .npy file");
        }

        int major = prefix[6];
        if (major is < 1 or > 3)
        {
            throw Fault(name, $"format version {major}", "1, 2 or 3");
        }

        int start = major == 1 ? ShortPrefix : LongPrefix;
        if (length < start || stream.ReadAtLeast(prefix[ShortPrefix..start], start - ShortPrefix, throwOnEndOfStream: false) < start - ShortPrefix)
        {
            throw Fault(name, $"{length} bytes", "a whole header");
        }

        long headerBytes = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        if (headerBytes > length - start)
        {
            throw Fault(name, $"{length} bytes", "a whole header");
        }

        var content = new byte[headerBytes];
        stream.ReadExactly(content);
        length -= start + headerBytes;
        return Parse(Encoding.UTF8.GetString(content).Trim(), name);
    }

    /// <summary>Magic, version 1, and the dictionary, as NumPy pads it.</summary>
    public static byte[] Format(ElementType type, IReadOnlyList<int> shape)
    {
        string lengths = string.Join(", ", shape) + (shape.Count == 1 ? "," : "");
        string header = $"{{'descr': '{type.Descr(bigEndian: false)}', 'fortran_order': False, 'shape': ({lengths}), }}";
        int padded = (ShortPrefix + header.Length + 1 + Alignment - 1) / Alignment * Alignment - ShortPrefix;
        var bytes = new byte[ShortPrefix + padded];
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), checked((ushort)padded));
        Encoding.ASCII.GetBytes(header.PadRight(padded - 1) + "\n", bytes.AsSpan(ShortPrefix));
        return bytes;
    }

    private static NpyHeader Parse(string header, string name)
    {
        if (Descr().Match(header) is not { Success: true } descr)
        {
            throw Fault(name, $"the header {header}", "'descr': one simple type, for arrays of structures are not read");
        }

        var (type, bigEndian) = ElementTypes.Parse(descr.Groups[1].Value)
            ?? throw Fault(name, $"elements of type '{descr.Groups[1].Value}'", $"one of {ElementTypes.Names}");
        if (Order().Match(header) is not { Success: true } order)
        {
            throw Fault(name, $"the header {header}", "'fortran_order': True or False");
        }

        return new NpyHeader(type, bigEndian, order.Groups[1].Value == "True", ShapeOf(name, header));
    }

    private static int[] ShapeOf(string name, string header)
    {
        if (ShapePattern().Match(header) is not { Success: true } match)
        {
            throw Fault(name, $"the header {header}", "'shape': (…)");
        }

        string[] lengths = match.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var shape = new int[lengths.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            if (!int.TryParse(lengths[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
            {
                throw Fault(name, $"the shape ({match.Groups[1].Value})", "lengths below 2^31");
            }
        }

        return shape;
    }

    private static InvalidDataException Fault(string name, string found, string expected) => new($"{name}: found {found}; expected {expected}.");

    [GeneratedRegex(@"'descr':\s*'([^']*)'")]
    private static partial Regex Descr();

    [GeneratedRegex(@"'fortran_order':\s*(True|False)")]
    private static partial Regex Order();

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
