namespace Research.Formats.Mcap;

/// <summary>A file inside the file.</summary>
/// <param name="LogTime">When it was recorded, in nanoseconds.</param>
/// <param name="CreateTime">When it was created, in nanoseconds; 0 where that is unknown.</param>
/// <param name="Name">Its name, such as <c>scene.jpg</c>.</param>
/// <param name="MediaType">Its type, such as <c>image/jpeg</c>.</param>
/// <param name="Data">Its content.</param>
public sealed record McapAttachment(ulong LogTime, ulong CreateTime, string Name, string MediaType, ReadOnlyMemory<byte> Data)
    : McapRecord
{
    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.Attachment;

    /// <summary>CRC-32 of the fields before it, as the file has it; 0 where it was not computed.</summary>
    public uint Crc { get; init; }

    internal static McapAttachment Read(ref McapFieldReader fields)
    {
        var (logged, created) = (fields.UInt64("log_time"), fields.UInt64("create_time"));
        var (name, type) = (fields.Text("name"), fields.Text("media_type"));
        var data = fields.Bytes("data", fields.UInt64("the length of data"));
        int end = fields.Position;
        return new McapAttachment(logged, created, name, type, data) { Crc = fields.Crc("crc", end) };
    }

    internal override void Write(McapFieldWriter fields)
    {
        int start = fields.Length;
        fields.UInt64(LogTime).UInt64(CreateTime).Text(Name).Text(MediaType).UInt64((ulong)Data.Length).Raw(Data.Span);
        fields.CrcFrom(start);
    }
}
