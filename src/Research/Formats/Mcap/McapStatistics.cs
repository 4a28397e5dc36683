namespace Research.Formats.Mcap;

/// <summary>Counts over the file.</summary>
public sealed record McapStatistics : McapRecord
{
    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.Statistics;

    /// <summary>Messages.</summary>
    public required ulong MessageCount { get; init; }

    /// <summary>Schemas.</summary>
    public required ushort SchemaCount { get; init; }

    /// <summary>Channels.</summary>
    public required uint ChannelCount { get; init; }

    /// <summary>Attachments.</summary>
    public required uint AttachmentCount { get; init; }

    /// <summary>Metadata records.</summary>
    public required uint MetadataCount { get; init; }

    /// <summary>Chunks.</summary>
    public required uint ChunkCount { get; init; }

    /// <summary>Earliest log time; 0 without messages.</summary>
    public required ulong MessageStartTime { get; init; }

    /// <summary>Latest log time; 0 without messages.</summary>
    public required ulong MessageEndTime { get; init; }

    /// <summary>Messages of each channel; empty where they were not counted.</summary>
    public required IReadOnlyDictionary<ushort, ulong> ChannelMessageCounts { get; init; }

    internal static McapStatistics Read(ref McapFieldReader fields) => new()
    {
        MessageCount = fields.UInt64("message_count"),
        SchemaCount = fields.UInt16("schema_count"),
        ChannelCount = fields.UInt32("channel_count"),
        AttachmentCount = fields.UInt32("attachment_count"),
        MetadataCount = fields.UInt32("metadata_count"),
        ChunkCount = fields.UInt32("chunk_count"),
        MessageStartTime = fields.UInt64("message_start_time"),
        MessageEndTime = fields.UInt64("message_end_time"),
        ChannelMessageCounts = fields.NumberMap("channel_message_counts"),
    };

    internal override void Write(McapFieldWriter fields) =>
        fields.UInt64(MessageCount).UInt16(SchemaCount).UInt32(ChannelCount).UInt32(AttachmentCount).UInt32(MetadataCount)
            .UInt32(ChunkCount)
            .UInt64(MessageStartTime).UInt64(MessageEndTime).NumberMap(ChannelMessageCounts);
}
