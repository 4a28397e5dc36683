using System.IO.Hashing;
using K4os.Compression.LZ4.Streams;
using ZstdSharp;

namespace Research.Formats.Mcap;

/// <summary>Decompresses the records of chunks.</summary>
internal sealed class McapDecompressor : IDisposable
{
    /// <summary>
    /// How many bytes come of a compressed byte at most: a Zstandard block of 4 bytes holds 128 KiB, an LZ4 length byte 255.
    /// </summary>
    private const ulong MostOfZstd = 1 << 15, MostOfLz4 = 256;

    private readonly Decompressor _zstd = new();

    /// <summary>The records of a chunk. Uncompressed records are the chunk's own memory.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="checkCrc">Whether its checksum is compared.</param>
    /// <exception cref="McapFormatException">They cannot be decompressed, or are not those that the writer had.</exception>
    public ReadOnlyMemory<byte> Decompress(McapChunk chunk, McapPlace place, bool checkCrc)
    {
        var records = chunk.Compression switch
        {
            "" => Uncompressed(chunk, place),
            "zstd" => Zstd(chunk, place),
            "lz4" => Lz4(chunk, place),
            var other => throw place.Fault($"a chunk compressed with '{other}'", "zstd, lz4 or no compression"),
        };
        if (!checkCrc || chunk.UncompressedCrc == 0)
        {
            return records;
        }

        uint crc = Crc32.HashToUInt32(records.Span);
        return crc == chunk.UncompressedCrc ? records
            : throw place.Fault($"records of a chunk with the checksum {crc:x8}",
                $"{chunk.UncompressedCrc:x8}, as the chunk says");
    }

    /// <summary>The records at the beginning of a chunk whose end is missing.</summary>
    public static ReadOnlyMemory<byte> DecompressBeginning(McapChunk chunk)
    {
        using Stream? stream = chunk.Compression switch
        {
            "zstd" => new DecompressionStream(new MemoryStream(chunk.Records.ToArray())),
            "lz4" => LZ4Stream.Decode(new MemoryStream(chunk.Records.ToArray())),
            _ => null,
        };
        if (stream is null)
        {
            return chunk.Compression.Length == 0 ? chunk.Records : default;
        }

        var records = new MemoryStream();
        byte[] piece = new byte[1 << 12];
        try
        {
            for (int count; (count = stream.Read(piece)) > 0 && (ulong)records.Length < chunk.UncompressedSize;)
            {
                records.Write(piece.AsSpan(0, count));
            }
        }
        catch (Exception e) when (IsOfDecompression(e))
        {
            // The end is missing: what came before it is right.
        }

        return records.ToArray();
    }

    /// <summary>Frees the native state.</summary>
    public void Dispose() => _zstd.Dispose();

    private static ReadOnlyMemory<byte> Uncompressed(McapChunk chunk, McapPlace place) =>
        (ulong)chunk.Records.Length == chunk.UncompressedSize ? chunk.Records
            : throw place.Fault($"an uncompressed chunk with {chunk.Records.Length} bytes of records",
                $"{chunk.UncompressedSize}, as its uncompressed_size says");

    private byte[] Zstd(McapChunk chunk, McapPlace place)
    {
        byte[] records = Allocate(chunk, place, MostOfZstd);
        try
        {
            return Whole(records, _zstd.Unwrap(chunk.Records.Span, records), chunk, place);
        }
        catch (ZstdException fault)
        {
            throw Damaged(chunk, place, fault);
        }
    }

    private static byte[] Lz4(McapChunk chunk, McapPlace place)
    {
        byte[] records = Allocate(chunk, place, MostOfLz4);
        try
        {
            using var reader = LZ4Frame.Decode(chunk.Records);
            int count = reader.ReadManyBytes(records);
            bool isMore = count == records.Length && reader.ReadOneByte() >= 0;
            return Whole(records, isMore ? count + 1 : count, chunk, place);
        }
        catch (Exception fault) when (IsOfDecompression(fault))
        {
            throw Damaged(chunk, place, fault);
        }
    }

    private static bool IsOfDecompression(Exception fault) =>
        fault is ZstdException or IOException or InvalidDataException or ArgumentException or InvalidOperationException
            or NotSupportedException
            or NotImplementedException or IndexOutOfRangeException;

    private static byte[] Allocate(McapChunk chunk, McapPlace place, ulong most)
    {
        ulong size = chunk.UncompressedSize, limit = ((ulong)chunk.Records.Length + 1) * most;
        return size <= Math.Min(limit, McapRecordFormat.LongestRecord)
            ? GC.AllocateUninitializedArray<byte>((int)size)
            : throw place.Fault($"a chunk of {chunk.Records.Length} bytes with an uncompressed_size of {size}",
                $"at most {Math.Min(limit, McapRecordFormat.LongestRecord)}");
    }

    private static byte[] Whole(byte[] records, int count, McapChunk chunk, McapPlace place) => count == records.Length ? records
        : throw place.Fault($"{(count > records.Length ? "more" : $"{count} bytes")} in a chunk after decompression",
            $"{chunk.UncompressedSize} bytes, as its uncompressed_size says");

    private static McapFormatException Damaged(McapChunk chunk, McapPlace place, Exception fault) =>
        place.Fault($"a chunk that {chunk.Compression} cannot decompress ({fault.Message.TrimEnd('.')})",
            $"{chunk.UncompressedSize} bytes of records");
}
