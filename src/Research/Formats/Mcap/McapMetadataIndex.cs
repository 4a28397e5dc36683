namespace Research.Formats.Mcap;

/// <summary>Where a metadata record is.</summary>
/// <param name="Offset">Byte offset of the metadata record.</param>
/// <param name="Length">Bytes of the record, its opcode and length among them.</param>
/// <param name="Name">Its name.</param>
public sealed record McapMetadataIndex(ulong Offset, ulong Length, string Name) : McapRecord
{
    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.MetadataIndex;

    internal static McapMetadataIndex Read(ref McapFieldReader fields) =>
        new(fields.UInt64("offset"), fields.UInt64("length"), fields.Text("name"));

    internal override void Write(McapFieldWriter fields) => fields.UInt64(Offset).UInt64(Length).Text(Name);
}
