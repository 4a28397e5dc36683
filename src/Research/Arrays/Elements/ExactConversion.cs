using System.Numerics;
using System.Runtime.InteropServices;

namespace Research.Arrays.Elements;

/// <summary>
/// Conversion between element types that loses nothing, value by value: 255 is a byte, 256 is not; 0.5 is a float, 0.1 is not.
/// </summary>
internal static class ExactConversion
{
    /// <summary>Converts the elements; both spans hold as many.</summary>
    /// <returns>The index of the first value that the other type cannot hold; -1 where there is none.</returns>
    public static int Convert(ReadOnlySpan<byte> source, ElementType from, Span<byte> destination, ElementType to)
    {
        if (from == to)
        {
            source.CopyTo(destination);
            return -1;
        }

        return from switch
        {
            ElementType.Bool or ElementType.UInt8 => From<byte>(source, from, destination, to),
            ElementType.Int8 => From<sbyte>(source, from, destination, to),
            ElementType.Int16 => From<short>(source, from, destination, to),
            ElementType.UInt16 => From<ushort>(source, from, destination, to),
            ElementType.Int32 => From<int>(source, from, destination, to),
            ElementType.UInt32 => From<uint>(source, from, destination, to),
            ElementType.Int64 => From<long>(source, from, destination, to),
            ElementType.UInt64 => From<ulong>(source, from, destination, to),
            ElementType.Float16 => From<Half>(source, from, destination, to),
            ElementType.Float32 => From<float>(source, from, destination, to),
            _ => From<double>(source, from, destination, to),
        };
    }

    private static int From<TSource>(ReadOnlySpan<byte> source, ElementType from, Span<byte> destination, ElementType to)
        where TSource : unmanaged, INumberBase<TSource>
    {
        var values = MemoryMarshal.Cast<byte, TSource>(source);
        bool always = HoldsAll(from, to);
        return to switch
        {
            ElementType.Bool => ToBool(values, destination),
            ElementType.UInt8 => To(values, destination, always),
            ElementType.Int8 => To(values, MemoryMarshal.Cast<byte, sbyte>(destination), always),
            ElementType.Int16 => To(values, MemoryMarshal.Cast<byte, short>(destination), always),
            ElementType.UInt16 => To(values, MemoryMarshal.Cast<byte, ushort>(destination), always),
            ElementType.Int32 => To(values, MemoryMarshal.Cast<byte, int>(destination), always),
            ElementType.UInt32 => To(values, MemoryMarshal.Cast<byte, uint>(destination), always),
            ElementType.Int64 => To(values, MemoryMarshal.Cast<byte, long>(destination), always),
            ElementType.UInt64 => To(values, MemoryMarshal.Cast<byte, ulong>(destination), always),
            ElementType.Float16 => To(values, MemoryMarshal.Cast<byte, Half>(destination), always),
            ElementType.Float32 => To(values, MemoryMarshal.Cast<byte, float>(destination), always),
            _ => To(values, MemoryMarshal.Cast<byte, double>(destination), always),
        };
    }

    private static int To<TSource, TDestination>(ReadOnlySpan<TSource> source, Span<TDestination> destination, bool always)
        where TSource : unmanaged, INumberBase<TSource>
        where TDestination : unmanaged, INumberBase<TDestination>
    {
        int i = 0;
        try
        {
            for (; i < source.Length; i++)
            {
                // Checked there and back: 2^63 as a long is 2^63 − 1, which as a double is 2^63 again.
                var value = always ? TDestination.CreateTruncating(source[i]) : TDestination.CreateChecked(source[i]);
                destination[i] = value;
                if (!always && TSource.CreateChecked(value) != source[i] && !TSource.IsNaN(source[i]))
                {
                    return i;
                }
            }

            return -1;
        }
        catch (OverflowException)
        {
            return i;
        }
    }

    private static int ToBool<TSource>(ReadOnlySpan<TSource> source, Span<byte> destination)
        where TSource : unmanaged, INumberBase<TSource>
    {
        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] != TSource.Zero && source[i] != TSource.One)
            {
                return i;
            }

            destination[i] = source[i] == TSource.One ? (byte)1 : (byte)0;
        }

        return -1;
    }

    /// <summary>Whether the type holds every value of the other.</summary>
    private static bool HoldsAll(ElementType from, ElementType to)
    {
        if (from == ElementType.Bool)
        {
            return true;
        }

        return to.IsFloat()
            ? from.IsFloat() ? to.Bytes() >= from.Bytes() : SignificantBits(to) >= SignificantBits(from)
            : !from.IsFloat() && SignificantBits(to) >= SignificantBits(from) && (IsSigned(to) || !IsSigned(from));
    }

    private static int SignificantBits(ElementType type) => type switch
    {
        ElementType.Float16 => 11,
        ElementType.Float32 => 24,
        ElementType.Float64 => 53,
        _ => 8 * type.Bytes() - (IsSigned(type) ? 1 : 0),
    };

    private static bool IsSigned(ElementType type) =>
        type is ElementType.Int8 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64;
}
