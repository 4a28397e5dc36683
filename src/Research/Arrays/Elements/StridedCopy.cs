using System.Runtime.CompilerServices;

namespace Research.Arrays.Elements;

/// <summary>
/// A box of elements, copied between two arrays in memory that lie in different orders or are of different sizes.
/// </summary>
internal static unsafe class StridedCopy
{
    /// <summary>Copies.</summary>
    /// <param name="source">The box's first element.</param>
    /// <param name="sourceStrides">Elements from one to the next along each dimension.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="destinationStrides">The same there.</param>
    /// <param name="lengths">The box.</param>
    /// <param name="bytes">Of an element: 1, 2, 4 or 8.</param>
    public static void Copy(
        byte* source, ReadOnlySpan<long> sourceStrides, byte* destination, ReadOnlySpan<long> destinationStrides,
        ReadOnlySpan<int> lengths, int bytes)
    {
        if (lengths.Contains(0))
        {
            return;
        }

        // Dimensions that follow each other without a gap in both arrays are one.
        Span<long> from = stackalloc long[lengths.Length + 1], to = stackalloc long[lengths.Length + 1],
            count = stackalloc long[lengths.Length + 1];
        int rank = 1;
        (from[0], to[0], count[0]) = (1, 1, 1);
        for (int d = lengths.Length - 1; d >= 0; d--)
        {
            ref long length = ref count[rank - 1];
            if (lengths[d] == 1)
            {
                continue;
            }

            if (length == 1)
            {
                (from[rank - 1], to[rank - 1], length) = (sourceStrides[d], destinationStrides[d], lengths[d]);
            }
            else if (sourceStrides[d] == from[rank - 1] * length && destinationStrides[d] == to[rank - 1] * length)
            {
                length *= lengths[d];
            }
            else
            {
                (from[rank], to[rank], count[rank]) = (sourceStrides[d], destinationStrides[d], lengths[d]);
                rank++;
            }
        }

        CopyDimension(source, from[..rank], destination, to[..rank], count[..rank], bytes);
    }

    /// <summary>Elements from one to the next along each dimension, where the last runs fastest.</summary>
    public static long[] RowMajor(ReadOnlySpan<int> shape)
    {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= shape[d];
        }

        return strides;
    }

    /// <summary>Whether a box lies in both arrays alike and without gaps.</summary>
    public static bool IsSame(ReadOnlySpan<long> strides, ReadOnlySpan<long> others, ReadOnlySpan<int> lengths)
    {
        long next = 1;
        for (int d = lengths.Length - 1; d >= 0; d--)
        {
            if (lengths[d] > 1 && (strides[d] != next || others[d] != next))
            {
                return false;
            }

            next *= lengths[d];
        }

        return true;
    }

    /// <summary>The innermost dimension comes first here.</summary>
    private static void CopyDimension(
        byte* source, ReadOnlySpan<long> from, byte* destination, ReadOnlySpan<long> to, ReadOnlySpan<long> count, int bytes)
    {
        int last = count.Length - 1;
        if (last == 0)
        {
            CopyRow(source, from[0], destination, to[0], count[0], bytes);
            return;
        }

        for (long i = 0; i < count[last]; i++)
        {
            CopyDimension(source + i * from[last] * bytes, from[..last], destination + i * to[last] * bytes, to[..last],
                count[..last], bytes);
        }
    }

    private static void CopyRow(byte* source, long from, byte* destination, long to, long count, int bytes)
    {
        if (from == 1 && to == 1)
        {
            Buffer.MemoryCopy(source, destination, count * bytes, count * bytes);
            return;
        }

        switch (bytes)
        {
            case 1:
                Scatter(source, from, destination, to, count);
                break;
            case 2:
                Scatter((ushort*)source, from, (ushort*)destination, to, count);
                break;
            case 4:
                Scatter((uint*)source, from, (uint*)destination, to, count);
                break;
            default:
                Scatter((ulong*)source, from, (ulong*)destination, to, count);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter<T>(T* source, long from, T* destination, long to, long count)
        where T : unmanaged
    {
        for (long i = 0; i < count; i++)
        {
            destination[i * to] = source[i * from];
        }
    }
}
