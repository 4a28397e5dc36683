namespace Research.Formats.Mcap;

/// <summary>Where an attachment is.</summary>
/// <param name="Offset">Byte offset of the attachment record.</param>
/// <param name="Length">Bytes of the record, its opcode and length among them.</param>
/// <param name="LogTime">When it was recorded, in nanoseconds.</param>
/// <param name="CreateTime">When it was created, in nanoseconds; 0 where that is unknown.</param>
/// <param name="DataSize">Bytes of its content.</param>
/// <param name="Name">Its name.</param>
/// <param name="MediaType">Its type.</param>
public sealed record McapAttachmentIndex(
    ulong Offset, ulong Length, ulong LogTime, ulong CreateTime, ulong DataSize, string Name, string MediaType) : McapRecord
{
    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.AttachmentIndex;

    internal static McapAttachmentIndex Read(ref McapFieldReader fields) =>
        new(fields.UInt64("offset"), fields.UInt64("length"), fields.UInt64("log_time"), fields.UInt64("create_time"),
            fields.UInt64("data_size"),
            fields.Text("name"), fields.Text("media_type"));

    internal override void Write(McapFieldWriter fields) =>
        fields.UInt64(Offset).UInt64(Length).UInt64(LogTime).UInt64(CreateTime).UInt64(DataSize).Text(Name).Text(MediaType);
}
