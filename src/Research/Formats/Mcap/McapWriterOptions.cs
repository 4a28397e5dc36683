using System.ComponentModel.DataAnnotations;

namespace Research.Formats.Mcap;

/// <summary>How a file is written.</summary>
public sealed record McapWriterOptions
{
    /// <summary>Name of the conventions that the file follows, such as <c>owa</c>; by default empty.</summary>
    public string Profile { get; init; } = "";

    /// <summary>Name of the writer; by default empty.</summary>
    public string Library { get; init; } = "";

    /// <summary>How chunks are compressed; by default by Zstandard.</summary>
    public McapCompression Compression { get; init; } = McapCompression.Zstd;

    /// <summary>
    /// Bytes of records after which a chunk is written; by default 1 MiB. What is in an open chunk is lost when the process is
    /// killed. With 0 there are no chunks, and each message is in the file when <see cref="McapWriter.Write"/> returns.
    /// </summary>
    [Range(0, 1 << 30)]
    public int ChunkSize { get; init; } = 1 << 20;

    /// <summary>Whether message indexes follow each chunk.</summary>
    public bool MessageIndexes { get; init; } = true;

    /// <summary>Whether the summary has statistics.</summary>
    public bool Statistics { get; init; } = true;

    /// <summary>Whether the summary repeats the schemas.</summary>
    public bool RepeatSchemas { get; init; } = true;

    /// <summary>Whether the summary repeats the channels.</summary>
    public bool RepeatChannels { get; init; } = true;

    /// <summary>Whether the summary has an index of the chunks.</summary>
    public bool ChunkIndexes { get; init; } = true;

    /// <summary>Whether the summary has an index of the attachments.</summary>
    public bool AttachmentIndexes { get; init; } = true;

    /// <summary>Whether the summary has an index of the metadata records.</summary>
    public bool MetadataIndexes { get; init; } = true;

    /// <summary>Whether the summary's groups are indexed.</summary>
    public bool SummaryOffsets { get; init; } = true;
}
