namespace Research.Formats.Mcap;

/// <summary>Where the messages of one channel are in the chunk before this record.</summary>
/// <param name="ChannelId">The <see cref="McapChannel"/>.</param>
/// <param name="Records">Log time and offset of each message, from the start of the uncompressed records.</param>
public sealed record McapMessageIndex(ushort ChannelId, IReadOnlyList<(ulong LogTime, ulong Offset)> Records) : McapRecord
{
    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.MessageIndex;

    internal static McapMessageIndex Read(ref McapFieldReader fields) =>
        new(fields.UInt16("channel_id"), fields.Times("records"));

    internal override void Write(McapFieldWriter fields)
    {
        fields.UInt16(ChannelId).UInt32((uint)(Records.Count * 2 * sizeof(ulong)));
        foreach (var (time, offset) in Records)
        {
            fields.UInt64(time).UInt64(offset);
        }
    }
}
