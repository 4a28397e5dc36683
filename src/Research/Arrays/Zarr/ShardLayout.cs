using System.Buffers.Binary;

namespace Research.Arrays.Zarr;

/// <summary>
/// How an array of zarr v3 keeps several chunks in one file (zarr-specs.readthedocs.io/en/latest/v3/codecs/sharding-indexed).
/// </summary>
/// <param name="Chunks">How many chunks a file has along each dimension.</param>
/// <param name="IndexCodecs">What was done to the bytes of the index: checksums.</param>
/// <param name="IndexIsBigEndian">Whether the highest byte of an index's numbers comes first.</param>
/// <param name="IndexComesFirst">Whether the index stands before the chunks; else behind them.</param>
internal sealed record ShardLayout(int[] Chunks, IReadOnlyList<ZarrCodec> IndexCodecs, bool IndexIsBigEndian,
    bool IndexComesFirst)
{
    private const int EntryBytes = 16; // where a chunk begins, and how many bytes it takes

    private const ulong Missing = ulong.MaxValue; // both of them, of a chunk that was never written

    /// <summary>How many chunks a file has.</summary>
    public int Count => Chunks.Aggregate(1, (count, length) => checked(count * length));

    private int IndexBytes => checked(Count * EntryBytes + IndexCodecs.Count * Crc32cCodec.ChecksumBytes);

    /// <summary>The file's place in the grid of files.</summary>
    public int[] FileOf(int[] chunk) => [.. chunk.Zip(Chunks, (index, count) => index / count)];

    /// <summary>The chunk's number in its file, the last dimension running fastest.</summary>
    public int NumberOf(int[] chunk) => chunk.Zip(Chunks).Aggregate(0, (number, d) => number * d.Second + d.First % d.Second);

    /// <summary>Reads where the chunks of a file are.</summary>
    /// <returns>Of each chunk its first byte and its bytes, or null where it was never written; null where there is no such
    /// file.</returns>
    /// <exception cref="InvalidDataException">The index is damaged.</exception>
    public (long Offset, int Length)?[]? ReadIndex(ZarrStore store, string key)
    {
        if (store.Read(key, IndexComesFirst ? 0 : -IndexBytes, IndexBytes) is not { } stored)
        {
            return null;
        }

        using (stored)
        {
            using var index = new PooledBytes(Count * EntryBytes);
            IndexCodecs.Decode(stored.Span, index.Span, $"{store.Locate(key)}, its index");
            var entries = new (long, int)?[Count];
            for (int i = 0; i < entries.Length; i++)
            {
                var (offset, length) = (Number(index.Span[(i * EntryBytes)..]),
                    Number(index.Span[(i * EntryBytes + sizeof(ulong))..]));
                entries[i] = offset == Missing && length == Missing ? null
                    : offset <= long.MaxValue && length <= (ulong)Array.MaxLength ? ((long)offset, (int)length)
                    : throw new InvalidDataException(
                        $"{store.Locate(key)}: found {length} bytes from byte {offset} on as chunk {i}; expected a chunk within "
                        + "the file.");
            }

            return entries;
        }
    }

    private ulong Number(ReadOnlySpan<byte> bytes) =>
        IndexIsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
