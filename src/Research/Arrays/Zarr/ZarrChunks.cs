using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Research.Arrays.Elements;

namespace Research.Arrays.Zarr;

/// <summary>The chunks of an array on disk: slices of them as bytes, several chunks at once.</summary>
internal sealed unsafe class ZarrChunks(ZarrStore store, string key, ArrayMetadata metadata, MissingChunks missing)
{
    private readonly long[] _strides = StridesOf(metadata);

    /// <summary>Reads a slice, the last dimension running fastest.</summary>
    public void Read(ArraySlice slice, Span<byte> destination)
    {
        long[] strides = StridedCopy.RowMajor(slice.Length);
        fixed (byte* first = destination)
        {
            byte* box = first;
            // of files with several chunks, for this slice
            var indices = new ConcurrentDictionary<string, Lazy<(long, int)?[]?>>();
            ForEachChunk(slice, overlap => ReadChunk(overlap, box, strides, indices));
        }
    }

    private void ReadChunk(
        ChunkOverlap overlap, byte* box, long[] strides, ConcurrentDictionary<string, Lazy<(long, int)?[]?>> indices)
    {
        int bytes = metadata.Type.Bytes();
        byte* destination = box + Offset(overlap.InSlice, strides) * bytes;
        string place = ZarrStore.Join(key, metadata.Keys.Of(metadata.Shards is { } shards ? shards.FileOf(overlap.Index)
            : overlap.Index));
        if (ReadStored(overlap, place, indices) is not { } stored)
        {
            byte[] fill = metadata.Fill ?? throw new InvalidDataException(
                $"{store.Locate(place)}: found no such chunk; expected one, for the array has no fill value.");
            if (missing == MissingChunks.Refuse)
            {
                throw new InvalidDataException(
                    $"{Name()}: found no such chunk; expected one: a writer that was killed leaves such arrays. "
                    + $"{HowToFill(fill)}");
            }

            fixed (byte* element = fill)
            {
                StridedCopy.Copy(element, new long[strides.Length], destination, strides, overlap.Length, bytes);
            }

            return;
        }

        using (stored)
        {
            metadata.Codecs.RequireLength(stored.Span, metadata.ChunkBytes, Name());
            if (overlap.Length.AsSpan().SequenceEqual(metadata.Chunks) && StridedCopy.IsSame(_strides, strides, overlap.Length))
            {
                Decode(stored.Span, new Span<byte>(destination, metadata.ChunkBytes), Name());
                return;
            }

            using var chunk = new PooledBytes(metadata.ChunkBytes);
            Decode(stored.Span, chunk.Span, Name());
            fixed (byte* decoded = chunk.Span)
            {
                StridedCopy.Copy(decoded + Offset(overlap.InChunk, _strides) * bytes, _strides, destination, strides,
                    overlap.Length, bytes);
            }
        }

        string Name() => metadata.Shards is null ? store.Locate(place)
            : $"{store.Locate(place)}, chunk [{string.Join(", ", overlap.Index)}]";
    }

    /// <summary>Which chunks, files of several, and chunks in such files are not there.</summary>
    public (long Count, IReadOnlyList<string> First) FindMissing(int most)
    {
        const int All = 1_000_000; // chunks that are looked for one by one
        int[] grid = metadata.Shards is { } shards
            ? [.. metadata.Grid.Zip(shards.Chunks, (count, chunks) => (count + chunks - 1) / chunks)] : metadata.Grid;
        var there = store.Files(key).ToHashSet(StringComparer.Ordinal);
        long all = grid.Aggregate(1L, (product, count) => product * count), absent = 0;
        var first = new List<string>();
        int[] index = new int[grid.Length], start = new int[grid.Length];
        for (long number = 0; number < Math.Min(all, All); number++)
        {
            string name = metadata.Keys.Of(index);
            if (!there.Contains(ZarrStore.Join(key, name)))
            {
                absent++;
                first.Add(name);
            }
            else if (metadata.Shards is not null)
            {
                int before = first.Count;
                first.AddRange(FindMissingInside(index, name));
                absent += first.Count - before;
            }

            first.RemoveRange(Math.Min(most, first.Count), Math.Max(0, first.Count - most));

            Advance(index, start, grid);
        }

        return (all <= All ? absent : Math.Max(absent, all - there.Count), first);
    }

    /// <summary>The chunks of a file of several that were never written, those beyond the array's end left out.</summary>
    private IEnumerable<string> FindMissingInside(int[] file, string name)
    {
        var shards = metadata.Shards!;
        var entries = shards.ReadIndex(store, ZarrStore.Join(key, name))!;
        int[] chunk = [.. file.Zip(shards.Chunks, (index, count) => index * count)], grid = metadata.Grid;
        int[] start = [.. chunk];
        for (int number = 0; number < entries.Length; number++)
        {
            if (entries[number] is null && chunk.Zip(grid).All(d => d.First < d.Second))
            {
                yield return $"{name} [{string.Join(", ", chunk)}]";
            }

            Advance(chunk, start, shards.Chunks);
        }
    }

    /// <summary>Goes to the next place of a box, the last dimension running fastest.</summary>
    private static void Advance(int[] index, int[] start, int[] counts)
    {
        for (int d = index.Length - 1; d >= 0 && ++index[d] == start[d] + counts[d]; d--)
        {
            index[d] = start[d];
        }
    }

    /// <exception cref="InvalidDataException">Some are not there, and may not be filled in.</exception>
    public void RequireComplete()
    {
        if (missing == MissingChunks.Refuse && FindMissing(5) is var (count, first) and not (0, _))
        {
            string more = count > first.Count ? $" and {count - first.Count} more" : "";
            throw new InvalidDataException(
                $"{store.Locate(key)}: found no chunk {string.Join(", ", first)}{more}; expected all: a writer that was killed "
                + $"leaves such arrays. {HowToFill(metadata.Fill)}");
        }
    }

    private string HowToFill(byte[]? fill) => fill is null ? ""
        : $"If the writer leaves out chunks that are {FillValue.Format(fill, metadata.Type, metadata.Format)?.ToJsonString()} "
        + "alone, ask for MissingChunks.Fill.";

    /// <summary>A chunk's bytes as they are stored; null where it was never written.</summary>
    private PooledBytes? ReadStored(
        ChunkOverlap overlap, string place, ConcurrentDictionary<string, Lazy<(long Offset, int Length)?[]?>> indices)
    {
        if (metadata.Shards is not { } shards)
        {
            return store.Read(place);
        }

        var index = indices.GetOrAdd(place, place => new(() => shards.ReadIndex(store, place))).Value;
        return index?[shards.NumberOf(overlap.Index)] is var (offset, length) ? store.Read(place, offset, length) : null;
    }

    /// <summary>Writes a slice; chunks that it covers in part are read first.</summary>
    public void Write(ArraySlice slice, ReadOnlySpan<byte> values)
    {
        if (metadata.Shards is not null)
        {
            throw new NotSupportedException(
                $"{store.Locate(key)}: found an array with several chunks in a file; expected one with a file for each: sharded "
                + "arrays are only read.");
        }

        long[] strides = StridedCopy.RowMajor(slice.Length);
        fixed (byte* first = values)
        {
            byte* box = first;
            ForEachChunk(slice, overlap => WriteChunk(overlap, box, strides));
        }
    }

    private void WriteChunk(ChunkOverlap overlap, byte* box, long[] strides)
    {
        int bytes = metadata.Type.Bytes();
        string place = ZarrStore.Join(key, metadata.Keys.Of(overlap.Index));
        using var chunk = new PooledBytes(metadata.ChunkBytes);
        if (!IsWholeInArray(overlap) && store.Read(place) is { } stored)
        {
            using (stored)
            {
                Decode(stored.Span, chunk.Span, store.Locate(place));
            }
        }
        else if (!overlap.Length.AsSpan().SequenceEqual(metadata.Chunks))
        {
            Fill(chunk.Span);
        }

        fixed (byte* decoded = chunk.Span)
        {
            StridedCopy.Copy(box + Offset(overlap.InSlice, strides) * bytes, strides,
                decoded + Offset(overlap.InChunk, _strides) * bytes, _strides, overlap.Length, bytes);
        }

        Swap(chunk.Span);
        store.Write(place, metadata.Codecs.Encode(chunk.Span, bytes));
    }

    /// <summary>Whether a slice covers all of a chunk that lies within the array: chunks at its end reach beyond it.</summary>
    private bool IsWholeInArray(ChunkOverlap overlap)
    {
        for (int d = 0; d < overlap.Length.Length; d++)
        {
            if (overlap.Length[d] != Math.Min(metadata.Chunks[d], metadata.Shape[d] - overlap.Index[d] * metadata.Chunks[d]))
            {
                return false;
            }
        }

        return true;
    }

    private void Fill(Span<byte> chunk)
    {
        byte[] fill = metadata.Fill ?? new byte[metadata.Type.Bytes()];
        for (int start = 0; start < chunk.Length; start += fill.Length)
        {
            fill.CopyTo(chunk[start..]);
        }
    }

    private void Decode(ReadOnlySpan<byte> stored, Span<byte> chunk, string name)
    {
        metadata.Codecs.Decode(stored, chunk, name);
        Swap(chunk);
    }

    private void Swap(Span<byte> chunk)
    {
        if (metadata.BigEndian == BitConverter.IsLittleEndian)
        {
            ElementTypes.ReverseEndianness(chunk, metadata.Type.Bytes());
        }
    }

    /// <summary>Several at once; of several faults, the first chunk's is thrown.</summary>
    private void ForEachChunk(ArraySlice slice, Action<ChunkOverlap> act)
    {
        long count = ChunkOverlap.Count(slice, metadata.Chunks);
        if (count == 1)
        {
            act(ChunkOverlap.Number(0, slice, metadata.Chunks));
            return;
        }

        var faults = new SortedDictionary<long, ExceptionDispatchInfo>();
        Parallel.For(0, count, (number, loop) =>
        {
            try
            {
                act(ChunkOverlap.Number(number, slice, metadata.Chunks));
            }
            catch (Exception e)
            {
                lock (faults)
                {
                    faults[number] = ExceptionDispatchInfo.Capture(e);
                }

                loop.Break();
            }
        });
        faults.Values.FirstOrDefault()?.Throw();
    }

    private static long Offset(int[] index, long[] strides)
    {
        long offset = 0;
        for (int d = 0; d < index.Length; d++)
        {
            offset += index[d] * strides[d];
        }

        return offset;
    }

    /// <summary>Elements from one index to the next of each dimension, as they lie in a chunk.</summary>
    private static long[] StridesOf(ArrayMetadata metadata)
    {
        long[] strides = new long[metadata.Shape.Length];
        long stride = 1;
        foreach (int axis in metadata.AxisOrder.Reverse())
        {
            strides[axis] = stride;
            stride *= metadata.Chunks[axis];
        }

        return strides;
    }
}
