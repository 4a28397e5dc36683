namespace Research.Arrays.Zarr;

/// <summary>What a chunk and a slice of an array have in common.</summary>
/// <param name="Index">The chunk's place in the grid.</param>
/// <param name="InChunk">The common box's first index, counted from the chunk's.</param>
/// <param name="InSlice">The same, counted from the slice's.</param>
/// <param name="Length">The common box.</param>
internal sealed record ChunkOverlap(int[] Index, int[] InChunk, int[] InSlice, int[] Length)
{
    /// <summary>How many chunks a slice touches.</summary>
    public static long Count(ArraySlice slice, int[] chunks)
    {
        long count = 1;
        for (int d = 0; d < chunks.Length && count > 0; d++)
        {
            count *= slice.Length[d] == 0 ? 0 : (slice.Start[d] + slice.Length[d] - 1) / chunks[d] - slice.Start[d] / chunks[d]
                + 1;
        }

        return count;
    }

    /// <summary>One of them by its number, the last dimension running fastest.</summary>
    public static ChunkOverlap Number(long number, ArraySlice slice, int[] chunks)
    {
        int rank = chunks.Length;
        int[] index = new int[rank], inChunk = new int[rank], inSlice = new int[rank], length = new int[rank];
        for (int d = rank - 1; d >= 0; d--)
        {
            int start = slice.Start[d], last = start + slice.Length[d] - 1, first = start / chunks[d];
            int count = last / chunks[d] - first + 1;
            index[d] = first + (int)(number % count);
            number /= count;
            int origin = index[d] * chunks[d], from = Math.Max(start, origin);
            inChunk[d] = from - origin;
            inSlice[d] = from - start;
            length[d] = (int)Math.Min(last, (long)origin + chunks[d] - 1) - from + 1;
        }

        return new ChunkOverlap(index, inChunk, inSlice, length);
    }
}
