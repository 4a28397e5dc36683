namespace Research.Formats.Mcap;

/// <summary>The end of the data section.</summary>
/// <param name="DataSectionCrc">CRC-32 of the file up to this record; 0 where it was not computed.</param>
public sealed record McapDataEnd(uint DataSectionCrc) : McapRecord
{
    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.DataEnd;

    internal static McapDataEnd Read(ref McapFieldReader fields) => new(fields.UInt32("data_section_crc"));

    internal override void Write(McapFieldWriter fields) => fields.UInt32(DataSectionCrc);
}
