using System.Globalization;

namespace Research.Formats.Mcap;

/// <summary>A file that is no valid MCAP: names the file, the byte, what was found and what was expected.</summary>
public sealed class McapFormatException : IOException
{
    private McapFormatException(string message, string file, long offset, long? chunkOffset)
        : base(message)
    {
        File = file;
        Offset = offset;
        ChunkOffset = chunkOffset;
    }

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>The byte of the file; inside a chunk, the byte of its uncompressed records.</summary>
    public long Offset { get; }

    /// <summary>Where the chunk begins, for a fault inside of one; else null.</summary>
    public long? ChunkOffset { get; }

    /// <summary>Whether the file ends too early: what comes before can be recovered.</summary>
    public bool IsTruncated { get; private init; }

    internal static McapFormatException At(McapPlace place, long inner, string found, string expected, bool truncated = false)
    {
        long offset = place.Record + inner;
        string at = offset.ToString(CultureInfo.InvariantCulture);
        string where = place.Chunk is { } chunk ? $"byte {at} of the records of the chunk at byte {chunk}" : $"byte {at}";
        return new McapFormatException($"{place.File}, {where}: found {found}; expected {expected}.", place.File, offset,
            place.Chunk)
        {
            IsTruncated = truncated,
        };
    }
}
