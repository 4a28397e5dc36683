using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Research.Arrays.Zarr;

/// <summary>The order of a block's bytes before Blosc compresses them, and back.</summary>
internal static class BloscShuffling
{
    /// <summary>Reorders a block; bytes after the last complete element stay in place.</summary>
    public static void Shuffle(BloscShuffle kind, ReadOnlySpan<byte> plain, Span<byte> shuffled, int typeSize)
    {
        int count = plain.Length / typeSize;
        if (kind == BloscShuffle.BitShuffle)
        {
            BitShuffle(plain, shuffled, typeSize, count);
            return;
        }

        for (int b = 0; b < typeSize; b++)
        {
            var plane = shuffled.Slice(b * count, count);
            for (int i = 0, at = b; i < plane.Length; i++, at += typeSize)
            {
                plane[i] = plain[at];
            }
        }

        plain[(count * typeSize)..].CopyTo(shuffled[(count * typeSize)..]);
    }

    /// <summary>Undoes <see cref="Shuffle"/>.</summary>
    public static void Unshuffle(BloscShuffle kind, ReadOnlySpan<byte> shuffled, Span<byte> plain, int typeSize)
    {
        int count = shuffled.Length / typeSize;
        if (kind == BloscShuffle.BitShuffle)
        {
            BitUnshuffle(shuffled, plain, typeSize, count);
            return;
        }

        int done = !(Sse2.IsSupported || AdvSimd.Arm64.IsSupported) ? 0 : typeSize switch
        {
            2 => Interleave2(shuffled, plain, count),
            4 => Interleave4(shuffled, plain, count),
            8 => Interleave8(shuffled, plain, count),
            _ => 0,
        };
        for (int b = 0; b < typeSize && done < count; b++)
        {
            var plane = shuffled.Slice(b * count, count);
            for (int i = done, at = done * typeSize + b; i < plane.Length; i++, at += typeSize)
            {
                plain[at] = plane[i];
            }
        }

        shuffled[(count * typeSize)..].CopyTo(plain[(count * typeSize)..]);
    }

    // Bytes are interleaved two planes at a time: first those that lie half an element apart, then a quarter, and so on.
    private static int Interleave2(ReadOnlySpan<byte> planes, Span<byte> plain, int count)
    {
        int i = 0;
        for (; i <= count - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (low, high) = Zip(Load(planes, i), Load(planes, count + i));
            var target = plain.Slice(2 * i, 2 * Vector128<byte>.Count);
            low.CopyTo(target);
            high.CopyTo(target[Vector128<byte>.Count..]);
        }

        return i;
    }

    private static int Interleave4(ReadOnlySpan<byte> planes, Span<byte> plain, int count)
    {
        int i = 0;
        for (; i <= count - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (even0, even1) = Zip(Load(planes, i), Load(planes, 2 * count + i));
            var (odd0, odd1) = Zip(Load(planes, count + i), Load(planes, 3 * count + i));
            Store(plain.Slice(4 * i, 4 * Vector128<byte>.Count), Zip(even0, odd0), Zip(even1, odd1));
        }

        return i;
    }

    private static int Interleave8(ReadOnlySpan<byte> planes, Span<byte> plain, int count)
    {
        int i = 0;
        for (; i <= count - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (a0, a1) = Zip(Load(planes, i), Load(planes, 4 * count + i));
            var (b0, b1) = Zip(Load(planes, count + i), Load(planes, 5 * count + i));
            var (c0, c1) = Zip(Load(planes, 2 * count + i), Load(planes, 6 * count + i));
            var (d0, d1) = Zip(Load(planes, 3 * count + i), Load(planes, 7 * count + i));
            var (even0, even1) = Zip(a0, c0);
            var (even2, even3) = Zip(a1, c1);
            var (odd0, odd1) = Zip(b0, d0);
            var (odd2, odd3) = Zip(b1, d1);
            Store(plain.Slice(8 * i, 4 * Vector128<byte>.Count), Zip(even0, odd0), Zip(even1, odd1));
            Store(plain.Slice(8 * i + 4 * Vector128<byte>.Count, 4 * Vector128<byte>.Count), Zip(even2, odd2), Zip(even3, odd3));
        }

        return i;
    }

    private static Vector128<byte> Load(ReadOnlySpan<byte> planes, int at) =>
        Vector128.Create(planes.Slice(at, Vector128<byte>.Count));

    private static void Store(
        Span<byte> target, (Vector128<byte> Low, Vector128<byte> High) first, (Vector128<byte> Low, Vector128<byte> High) second)
    {
        first.Low.CopyTo(target);
        first.High.CopyTo(target[Vector128<byte>.Count..]);
        second.Low.CopyTo(target[(2 * Vector128<byte>.Count)..]);
        second.High.CopyTo(target[(3 * Vector128<byte>.Count)..]);
    }

    private static (Vector128<byte> Low, Vector128<byte> High) Zip(Vector128<byte> a, Vector128<byte> b) => Sse2.IsSupported
        ? (Sse2.UnpackLow(a, b), Sse2.UnpackHigh(a, b))
        : (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b));

    /// <summary>Row 8 b + k has bit k of byte b of every element. A count that is no multiple of eight is not shuffled.</summary>
    private static void BitShuffle(ReadOnlySpan<byte> plain, Span<byte> shuffled, int typeSize, int count)
    {
        int whole = count % 8 == 0 ? count : 0, row = whole / 8;
        Span<byte> eight = stackalloc byte[8];
        for (int b = 0; b < typeSize; b++)
        {
            for (int i = 0; i < row; i++)
            {
                for (int k = 0; k < 8; k++)
                {
                    eight[k] = plain[(8 * i + k) * typeSize + b];
                }

                BinaryPrimitives.WriteUInt64LittleEndian(eight, TransposeBits(BinaryPrimitives.ReadUInt64LittleEndian(eight)));
                for (int k = 0; k < 8; k++)
                {
                    shuffled[(8 * b + k) * row + i] = eight[k];
                }
            }
        }

        plain[(whole * typeSize)..].CopyTo(shuffled[(whole * typeSize)..]);
    }

    private static void BitUnshuffle(ReadOnlySpan<byte> shuffled, Span<byte> plain, int typeSize, int count)
    {
        int whole = count % 8 == 0 ? count : 0, row = whole / 8;
        Span<byte> eight = stackalloc byte[8];
        for (int b = 0; b < typeSize; b++)
        {
            for (int i = 0; i < row; i++)
            {
                for (int k = 0; k < 8; k++)
                {
                    eight[k] = shuffled[(8 * b + k) * row + i];
                }

                BinaryPrimitives.WriteUInt64LittleEndian(eight, TransposeBits(BinaryPrimitives.ReadUInt64LittleEndian(eight)));
                for (int k = 0; k < 8; k++)
                {
                    plain[(8 * i + k) * typeSize + b] = eight[k];
                }
            }
        }

        shuffled[(whole * typeSize)..].CopyTo(plain[(whole * typeSize)..]);
    }

    /// <summary>Bit j of byte i becomes bit i of byte j.</summary>
    private static ulong TransposeBits(ulong x)
    {
        ulong t = (x ^ x >> 7) & 0x00AA00AA00AA00AA;
        x ^= t ^ t << 7;
        t = (x ^ x >> 14) & 0x0000CCCC0000CCCC;
        x ^= t ^ t << 14;
        t = (x ^ x >> 28) & 0x00000000F0F0F0F0;
        return x ^ t ^ t << 28;
    }
}
