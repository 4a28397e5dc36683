namespace Research.Formats.Mcap;

/// <summary>Where the summary records of one kind are.</summary>
/// <param name="GroupOpcode">Their kind.</param>
/// <param name="GroupStart">Byte offset of the first.</param>
/// <param name="GroupLength">Bytes of all of them.</param>
public sealed record McapSummaryOffset(McapOpcode GroupOpcode, ulong GroupStart, ulong GroupLength) : McapRecord
{
    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.SummaryOffset;

    internal static McapSummaryOffset Read(ref McapFieldReader fields) =>
        new((McapOpcode)fields.Byte("group_opcode"), fields.UInt64("group_start"), fields.UInt64("group_length"));

    internal override void Write(McapFieldWriter fields) => fields.Byte((byte)GroupOpcode).UInt64(GroupStart).UInt64(GroupLength);
}
