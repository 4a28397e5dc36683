namespace Research.Formats.Mcap;

/// <summary>A message of a channel.</summary>
/// <param name="ChannelId">The <see cref="McapChannel"/>.</param>
/// <param name="Sequence">Number of the message, as the publisher counts.</param>
/// <param name="LogTime">When it was recorded, in nanoseconds.</param>
/// <param name="PublishTime">When it was published, in nanoseconds.</param>
/// <param name="Data">The message. It stays valid after the reader goes on.</param>
public sealed record McapMessage(ushort ChannelId, uint Sequence, ulong LogTime, ulong PublishTime, ReadOnlyMemory<byte> Data)
    : McapRecord
{
    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.Message;

    internal static McapMessage Read(ref McapFieldReader fields) =>
        new(fields.UInt16("channel_id"), fields.UInt32("sequence"), fields.UInt64("log_time"), fields.UInt64("publish_time"),
            fields.Rest());

    internal override void Write(McapFieldWriter fields) =>
        fields.UInt16(ChannelId).UInt32(Sequence).UInt64(LogTime).UInt64(PublishTime).Raw(Data.Span);
}
