using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Research.Arrays.Elements;

namespace Research.Arrays.Npy;

/// <summary>
/// What stands before the elements in a <c>.npy</c> file (numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
/// </summary>
/// <param name="Descr">The elements' type as NumPy writes it, such as <c>&lt;f4</c>; of structures, the list of their
/// fields.</param>
/// <param name="Elements">What the kit reads it as; null where it does not.</param>
/// <param name="FortranOrder">Whether the first dimension runs fastest.</param>
/// <param name="Shape">Length of each dimension.</param>
internal sealed partial record NpyHeader(
    string Descr, (ElementType Type, bool BigEndian)? Elements, bool FortranOrder, int[] Shape)
{
    private const int Alignment = 64, ShortPrefix = 10, LongPrefix = 12;
    private const int LongestHeader = 1 << 20; // NumPy's own headers are shorter than 64 kB, but for structures of many fields

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
        if (length < start || stream.ReadAtLeast(prefix[ShortPrefix..start], start - ShortPrefix,
            throwOnEndOfStream: false) < start - ShortPrefix)
        {
            throw Fault(name, $"{length} bytes", "a whole header");
        }

        long headerBytes = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        if (headerBytes > length - start)
        {
            throw Fault(name, $"{length} bytes", "a whole header");
        }

        if (headerBytes > LongestHeader)
        {
            throw Fault(name, $"a header of {headerBytes} bytes", $"at most {LongestHeader}");
        }

        byte[] content = new byte[headerBytes];
        try
        {
            stream.ReadExactly(content);
        }
        catch (EndOfStreamException) // in a zip file, whose directory promised more
        {
            throw Fault(name, "an entry that ends within the header", "a whole header");
        }

        length -= start + headerBytes;
        return Parse(Encoding.UTF8.GetString(content).Trim(), name);
    }

    /// <summary>Magic, version 1, and the dictionary, as NumPy pads it.</summary>
    public static byte[] Format(ElementType type, IReadOnlyList<int> shape)
    {
        string lengths = string.Join(", ", shape) + (shape.Count == 1 ? "," : "");
        string header = $"{{'descr': '{type.Descr(bigEndian: false)}', 'fortran_order': False, 'shape': ({lengths}), }}";
        int padded = (ShortPrefix + header.Length + 1 + Alignment - 1) / Alignment * Alignment - ShortPrefix;
        byte[] bytes = new byte[ShortPrefix + padded];
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), checked((ushort)padded));
        Encoding.ASCII.GetBytes(header.PadRight(padded - 1) + "\n", bytes.AsSpan(ShortPrefix));
        return bytes;
    }

    /// <summary>How a message names a type that the kit does not read, and why it does not.</summary>
    public static string Reason(string descr) => descr.TrimStart('<', '>', '|', '=') switch
    {
        ['[', ..] => "structures are not read",
        ['U' or 'S' or 'a' or 'T', ..] => "text is not read",
        ['O', ..] => "Python objects are pickled, and unpickling can run any program",
        ['M', ..] => "dates are not read",
        ['m', ..] => "time differences are not read",
        ['c', ..] => "complex numbers are not read",
        ['V', ..] => "untyped bytes are not read",
        _ => "the kit does not know the type",
    };

    /// <summary>What the kit reads the elements as.</summary>
    /// <exception cref="InvalidDataException">It does not read this type.</exception>
    public (ElementType Type, bool BigEndian) RequireElements(string name) =>
        Elements ?? throw Fault(name, $"elements of type '{Descr}'", $"one of {ElementTypes.Names}: {Reason(Descr)}");

    private static NpyHeader Parse(string header, string name)
    {
        if (DescrPattern().Match(header) is not { Success: true } match)
        {
            throw Fault(name, $"the header {header}", "'descr': a type");
        }

        string descr = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
        if (Order().Match(header) is not { Success: true } order)
        {
            throw Fault(name, $"the header {header}", "'fortran_order': True or False");
        }

        return new NpyHeader(descr, match.Groups[1].Success ? ElementTypes.Parse(descr) : null, order.Groups[1].Value == "True",
            ShapeOf(name, header));
    }

    private static int[] ShapeOf(string name, string header)
    {
        if (ShapePattern().Match(header) is not { Success: true } match)
        {
            throw Fault(name, $"the header {header}", "'shape': (…)");
        }

        string[] lengths = match.Groups[1].Value.Split(',',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lengths.Length > ElementTypes.MostDimensions)
        {
            throw Fault(name, $"{lengths.Length} dimensions", $"at most {ElementTypes.MostDimensions}");
        }

        int[] shape = new int[lengths.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            if (!int.TryParse(lengths[i].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
            {
                throw Fault(name, $"the shape ({match.Groups[1].Value})", "lengths below 2^31");
            }
        }

        return shape;
    }

    private static InvalidDataException Fault(string name, string found, string expected) =>
        new($"{name}: found {found}; expected {expected}.");

    [GeneratedRegex(@"'descr':\s*(?:'([^']*)'|(\[.*\])\s*,\s*'(?:fortran_order|shape)')")]
    private static partial Regex DescrPattern();

    [GeneratedRegex(@"'fortran_order':\s*(True|False)")]
    private static partial Regex Order();

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
