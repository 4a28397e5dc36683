namespace Research.Arrays.Zarr;

/// <summary>A box of an array's elements.</summary>
/// <param name="Start">Its first index in each dimension.</param>
/// <param name="Length">How many there are in each.</param>
internal sealed record ArraySlice(int[] Start, int[] Length)
{
    /// <summary>Elements.</summary>
    public long Count => Length.Aggregate(1L, (count, length) => count * length);

    /// <summary>The box that slices of the first dimensions leave; the others are taken in full.</summary>
    /// <exception cref="ArgumentException">More slices than dimensions, or one that is not within its dimension.</exception>
    public static ArraySlice Of(string array, IReadOnlyList<int> shape, ReadOnlySpan<Range> slices)
    {
        if (slices.Length > shape.Count)
        {
            throw new ArgumentException(
                $"{array}: found {slices.Length} slices; expected at most {shape.Count}, one for each dimension of "
                + $"[{string.Join(", ", shape)}].");
        }

        int[] start = new int[shape.Count], length = [.. shape];
        for (int d = 0; d < slices.Length; d++)
        {
            int first = slices[d].Start.GetOffset(shape[d]), end = slices[d].End.GetOffset(shape[d]);
            if (first < 0 || end > shape[d] || first > end)
            {
                throw new ArgumentException(
                    $"{array}: found the slice {slices[d]} of dimension {d}; expected one within its {shape[d]} elements.");
            }

            (start[d], length[d]) = (first, end - first);
        }

        return new ArraySlice(start, length);
    }

    /// <summary>The index of an element by its number in the box, row by row.</summary>
    public int[] IndexOf(long element)
    {
        int[] index = new int[Start.Length];
        for (int d = index.Length - 1; d >= 0; d--)
        {
            index[d] = Start[d] + (int)(element % Length[d]);
            element /= Length[d];
        }

        return index;
    }
}
