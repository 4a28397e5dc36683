using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Research.Arrays.Elements;

/// <summary>Names and sizes of the element types.</summary>
internal static class ElementTypes
{
    /// <summary>
    /// Of every element type: its name in zarr v3 (and in NumPy), its code in NumPy's type strings without the byte order, its
    /// bytes, its C# type.
    /// </summary>
    private static readonly (string Name, string Code, int Bytes, Type Managed)[] All =
    [
        ("bool", "b1", 1, typeof(bool)), ("int8", "i1", 1, typeof(sbyte)), ("uint8", "u1", 1, typeof(byte)),
        ("int16", "i2", 2, typeof(short)), ("uint16", "u2", 2, typeof(ushort)), ("int32", "i4", 4, typeof(int)),
            ("uint32", "u4", 4, typeof(uint)),
        ("int64", "i8", 8, typeof(long)), ("uint64", "u8", 8, typeof(ulong)),
        ("float16", "f2", 2, typeof(Half)), ("float32", "f4", 4, typeof(float)), ("float64", "f8", 8, typeof(double)),
    ];

    /// <summary>Of an array: NumPy's own limit, and libtorch's.</summary>
    public const int MostDimensions = 64;

    /// <summary>The names, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(type => type.Name));

    public static string Name(this ElementType type) => All[(int)type].Name;

    public static int Bytes(this ElementType type) => All[(int)type].Bytes;

    public static bool IsFloat(this ElementType type) => type >= ElementType.Float16;

    /// <summary>The element type of that name, as zarr v3 has it; null where there is none.</summary>
    public static ElementType? Named(string name) => Find(type => type.Name == name);

    /// <summary>The element type that <typeparamref name="T"/> holds.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static ElementType Of<T>() =>
        Find(type => type.Managed == typeof(T))
            ?? throw new NotSupportedException($"Arrays hold {Names}; {typeof(T).Name} is none of these.");

    /// <summary>
    /// Reads a NumPy type string such as <c>|b1</c> or <c>&gt;f4</c>; null where it is none of the element types.
    /// </summary>
    public static (ElementType Type, bool BigEndian)? Parse(string text) =>
        text is ['<' or '>' or '|' or '=', ..] && Find(type => text.AsSpan(1).SequenceEqual(type.Code)) is { } type
            ? (type, text[0] == '>' && type.Bytes() > 1)
            : null;

    /// <summary>The NumPy type string.</summary>
    public static string Descr(this ElementType type, bool bigEndian) => (type.Bytes() == 1 ? "|" : bigEndian ? ">" : "<")
        + All[(int)type].Code;

    /// <summary>An element as text.</summary>
    public static string Text(this ElementType type, ReadOnlySpan<byte> element) => type switch
    {
        ElementType.Bool => element[0] != 0 ? "true" : "false",
        ElementType.Int8 => $"{(sbyte)element[0]}",
        ElementType.UInt8 => $"{element[0]}",
        ElementType.Int16 => $"{MemoryMarshal.Read<short>(element)}",
        ElementType.UInt16 => $"{MemoryMarshal.Read<ushort>(element)}",
        ElementType.Int32 => $"{MemoryMarshal.Read<int>(element)}",
        ElementType.UInt32 => $"{MemoryMarshal.Read<uint>(element)}",
        ElementType.Int64 => $"{MemoryMarshal.Read<long>(element)}",
        ElementType.UInt64 => $"{MemoryMarshal.Read<ulong>(element)}",
        ElementType.Float16 => $"{MemoryMarshal.Read<Half>(element)}",
        ElementType.Float32 => $"{MemoryMarshal.Read<float>(element)}",
        _ => $"{MemoryMarshal.Read<double>(element)}",
    };

    /// <summary>The first elements as text.</summary>
    public static string[] Texts(this ElementType type, ReadOnlySpan<byte> elements, int most)
    {
        int bytes = type.Bytes();
        string[] texts = new string[Math.Min(most, elements.Length / bytes)];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = type.Text(elements.Slice(i * bytes, bytes));
        }

        return texts;
    }

    /// <summary>Turns round the bytes of every element.</summary>
    public static void ReverseEndianness(Span<byte> elements, int bytes)
    {
        switch (bytes)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, ushort>(elements);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, uint>(elements);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, ulong>(elements);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            default:
                break;
        }
    }

    private static ElementType? Find(Predicate<(string Name, string Code, int Bytes, Type Managed)> match) =>
        Array.FindIndex(All, match) is var index and >= 0 ? (ElementType)index : null;
}
