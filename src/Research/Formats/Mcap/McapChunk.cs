namespace Research.Formats.Mcap;

/// <summary>Schemas, channels and messages, compressed together.</summary>
/// <param name="MessageStartTime">Earliest log time of its messages; 0 without messages.</param>
/// <param name="MessageEndTime">Latest log time of its messages; 0 without messages.</param>
/// <param name="UncompressedSize">Bytes of the records before compression.</param>
/// <param name="UncompressedCrc">CRC-32 of the records before compression; 0 where it was not computed.</param>
/// <param name="Compression"><c>zstd</c>, <c>lz4</c>, or empty.</param>
/// <param name="Records">The records, compressed.</param>
public sealed record McapChunk(
    ulong MessageStartTime, ulong MessageEndTime, ulong UncompressedSize, uint UncompressedCrc, string Compression,
        ReadOnlyMemory<byte> Records)
    : McapRecord
{
    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.Chunk;

    /// <summary>Reads a chunk.</summary>
    /// <param name="fields">Its fields.</param>
    /// <param name="cut">Whether the end of the records may be missing.</param>
    internal static McapChunk Read(ref McapFieldReader fields, bool cut = false)
    {
        var (start, end) = (fields.UInt64("message_start_time"), fields.UInt64("message_end_time"));
        var (size, crc, compression) = (fields.UInt64("uncompressed_size"), fields.UInt32("uncompressed_crc"),
            fields.Text("compression"));
        ulong length = fields.UInt64("the length of records");
        return new McapChunk(start, end, size, crc, compression, cut ? fields.Rest() : fields.Bytes("records", length));
    }

    internal override void Write(McapFieldWriter fields) =>
        fields.UInt64(MessageStartTime).UInt64(MessageEndTime).UInt64(UncompressedSize).UInt32(UncompressedCrc).Text(Compression)
            .UInt64((ulong)Records.Length).Raw(Records.Span);
}
