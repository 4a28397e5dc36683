namespace Research.Formats.Mcap;

/// <summary>Where a chunk and its message indexes are.</summary>
public sealed record McapChunkIndex : McapRecord
{
    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.ChunkIndex;

    /// <summary>Earliest log time of its messages; 0 without messages.</summary>
    public required ulong MessageStartTime { get; init; }

    /// <summary>Latest log time of its messages; 0 without messages.</summary>
    public required ulong MessageEndTime { get; init; }

    /// <summary>Byte offset of the chunk record.</summary>
    public required ulong ChunkStartOffset { get; init; }

    /// <summary>Bytes of the chunk record, its opcode and length among them.</summary>
    public required ulong ChunkLength { get; init; }

    /// <summary>Byte offset of the <see cref="McapMessageIndex"/> of each channel; empty where there are none.</summary>
    public required IReadOnlyDictionary<ushort, ulong> MessageIndexOffsets { get; init; }

    /// <summary>Bytes of all message indexes after the chunk.</summary>
    public required ulong MessageIndexLength { get; init; }

    /// <summary><c>zstd</c>, <c>lz4</c>, or empty.</summary>
    public required string Compression { get; init; }

    /// <summary>Bytes of the records as they are stored.</summary>
    public required ulong CompressedSize { get; init; }

    /// <summary>Bytes of the records before compression.</summary>
    public required ulong UncompressedSize { get; init; }

    internal static McapChunkIndex Read(ref McapFieldReader fields) => new()
    {
        MessageStartTime = fields.UInt64("message_start_time"),
        MessageEndTime = fields.UInt64("message_end_time"),
        ChunkStartOffset = fields.UInt64("chunk_start_offset"),
        ChunkLength = fields.UInt64("chunk_length"),
        MessageIndexOffsets = fields.NumberMap("message_index_offsets"),
        MessageIndexLength = fields.UInt64("message_index_length"),
        Compression = fields.Text("compression"),
        CompressedSize = fields.UInt64("compressed_size"),
        UncompressedSize = fields.UInt64("uncompressed_size"),
    };

    internal override void Write(McapFieldWriter fields) =>
        fields.UInt64(MessageStartTime).UInt64(MessageEndTime).UInt64(ChunkStartOffset).UInt64(ChunkLength)
            .NumberMap(MessageIndexOffsets)
            .UInt64(MessageIndexLength).Text(Compression).UInt64(CompressedSize).UInt64(UncompressedSize);
}
