using System.Buffers.Binary;

namespace Research.Formats.Mcap;

/// <summary>What records have in common: an opcode, the length of their fields, the fields.</summary>
internal static class McapRecordFormat
{
    /// <summary>Bytes of opcode and length.</summary>
    public const int HeadSize = 1 + sizeof(ulong);

    /// <summary>The longest record that is read: .NET's longest array.</summary>
    public static ulong LongestRecord { get; } = (ulong)Array.MaxLength;

    /// <summary>The bytes that a file begins and ends with.</summary>
    public static ReadOnlySpan<byte> Magic =>
        [0x89, (byte)'M', (byte)'C', (byte)'A', (byte)'P', (byte)'0', (byte)'\r', (byte)'\n'];

    /// <summary>Opcode and length of the fields.</summary>
    public static (McapOpcode Opcode, ulong Length) Head(ReadOnlySpan<byte> head) =>
        ((McapOpcode)head[0], BinaryPrimitives.ReadUInt64LittleEndian(head[1..]));

    /// <summary>Reads the fields of a record.</summary>
    /// <returns>Null for a kind that this version of the format does not know, which readers skip.</returns>
    /// <exception cref="McapFormatException">The fields are none of that kind.</exception>
    public static McapRecord? Read(McapOpcode opcode, ReadOnlyMemory<byte> content, McapPlace place)
    {
        var fields = new McapFieldReader(opcode, content, place);
        return opcode switch
        {
            McapOpcode.None => throw place.Fault("opcode 0", "the opcode of a record, 1 to 255"),
            McapOpcode.Header => McapHeader.Read(ref fields),
            McapOpcode.Footer => McapFooter.Read(ref fields),
            McapOpcode.Schema => McapSchema.Read(ref fields),
            McapOpcode.Channel => McapChannel.Read(ref fields),
            McapOpcode.Message => McapMessage.Read(ref fields),
            McapOpcode.Chunk => McapChunk.Read(ref fields),
            McapOpcode.MessageIndex => McapMessageIndex.Read(ref fields),
            McapOpcode.ChunkIndex => McapChunkIndex.Read(ref fields),
            McapOpcode.Attachment => McapAttachment.Read(ref fields),
            McapOpcode.AttachmentIndex => McapAttachmentIndex.Read(ref fields),
            McapOpcode.Statistics => McapStatistics.Read(ref fields),
            McapOpcode.Metadata => McapMetadata.Read(ref fields),
            McapOpcode.MetadataIndex => McapMetadataIndex.Read(ref fields),
            McapOpcode.SummaryOffset => McapSummaryOffset.Read(ref fields),
            McapOpcode.DataEnd => McapDataEnd.Read(ref fields),
            _ => null,
        };
    }
}
