namespace Research.Formats.Mcap;

/// <summary>The layout of the messages of some channels.</summary>
/// <param name="Id">Its number in the file, from 1 on.</param>
/// <param name="Name">Its name, such as <c>desktop/KeyboardEvent</c>.</param>
/// <param name="Encoding">The language of <paramref name="Data"/>, such as <c>jsonschema</c>.</param>
/// <param name="Data">The schema.</param>
public sealed record McapSchema(ushort Id, string Name, string Encoding, ReadOnlyMemory<byte> Data) : McapRecord
{
    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.Schema;

    internal static McapSchema Read(ref McapFieldReader fields) =>
        new(fields.UInt16("id"), fields.Text("name"), fields.Text("encoding"),
            fields.Bytes("data", fields.UInt32("the length of data")));

    /// <summary>Whether all fields are equal, the bytes of the schema among them.</summary>
    internal bool IsSameAs(McapSchema other) =>
        Id == other.Id && Name == other.Name && Encoding == other.Encoding && Data.Span.SequenceEqual(other.Data.Span);

    internal override void Write(McapFieldWriter fields) => fields.UInt16(Id).Text(Name).Text(Encoding).UInt32Bytes(Data.Span);
}
