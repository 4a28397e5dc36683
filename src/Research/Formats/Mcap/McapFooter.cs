namespace Research.Formats.Mcap;

/// <summary>The last record: where the summary begins.</summary>
/// <param name="SummaryStart">Byte offset of the summary section; 0 where there is none.</param>
/// <param name="SummaryOffsetStart">Byte offset of the summary offset section; 0 where there is none.</param>
/// <param name="SummaryCrc">CRC-32 from the summary section up to this field; 0 where it was not computed.</param>
public sealed record McapFooter(ulong SummaryStart, ulong SummaryOffsetStart, uint SummaryCrc) : McapRecord
{
    /// <summary>Bytes of the fields, which never change.</summary>
    internal const int Size = 20;

    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.Footer;

    internal static McapFooter Read(ref McapFieldReader fields) =>
        new(fields.UInt64("summary_start"), fields.UInt64("summary_offset_start"), fields.UInt32("summary_crc"));

    internal override void Write(McapFieldWriter fields) =>
        fields.UInt64(SummaryStart).UInt64(SummaryOffsetStart).UInt32(SummaryCrc);
}
