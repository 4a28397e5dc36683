namespace Research.Formats.Mcap;

/// <summary>Names and values that the writer adds to the file.</summary>
/// <param name="Name">What they are about.</param>
/// <param name="Metadata">Names and values.</param>
public sealed record McapMetadata(string Name, IReadOnlyDictionary<string, string> Metadata) : McapRecord
{
    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.Metadata;

    internal static McapMetadata Read(ref McapFieldReader fields) => new(fields.Text("name"), fields.TextMap("metadata"));

    internal override void Write(McapFieldWriter fields) => fields.Text(Name).TextMap(Metadata);
}
