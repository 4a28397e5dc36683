namespace Research.Formats.Mcap;

/// <summary>What kind of record follows, as its first byte says.</summary>
public enum McapOpcode : byte
{
    /// <summary>No record has it.</summary>
    None = 0x00,

    /// <summary><see cref="McapHeader"/>, the first record.</summary>
    Header = 0x01,

    /// <summary><see cref="McapFooter"/>, the last record.</summary>
    Footer = 0x02,

    /// <summary><see cref="McapSchema"/>.</summary>
    Schema = 0x03,

    /// <summary><see cref="McapChannel"/>.</summary>
    Channel = 0x04,

    /// <summary><see cref="McapMessage"/>.</summary>
    Message = 0x05,

    /// <summary><see cref="McapChunk"/>.</summary>
    Chunk = 0x06,

    /// <summary><see cref="McapMessageIndex"/>.</summary>
    MessageIndex = 0x07,

    /// <summary><see cref="McapChunkIndex"/>.</summary>
    ChunkIndex = 0x08,

    /// <summary><see cref="McapAttachment"/>.</summary>
    Attachment = 0x09,

    /// <summary><see cref="McapAttachmentIndex"/>.</summary>
    AttachmentIndex = 0x0a,

    /// <summary><see cref="McapStatistics"/>.</summary>
    Statistics = 0x0b,

    /// <summary><see cref="McapMetadata"/>.</summary>
    Metadata = 0x0c,

    /// <summary><see cref="McapMetadataIndex"/>.</summary>
    MetadataIndex = 0x0d,

    /// <summary><see cref="McapSummaryOffset"/>.</summary>
    SummaryOffset = 0x0e,

    /// <summary><see cref="McapDataEnd"/>, the last record of the data section.</summary>
    DataEnd = 0x0f,
}
