namespace Research.Formats.Mcap;

/// <summary>The first record: who wrote the file, by which conventions.</summary>
/// <param name="Profile">Name of the conventions, such as <c>owa</c>; may be empty.</param>
/// <param name="Library">Name of the writer; may be empty.</param>
public sealed record McapHeader(string Profile, string Library) : McapRecord
{
    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.Header;

    internal static McapHeader Read(ref McapFieldReader fields) => new(fields.Text("profile"), fields.Text("library"));

    internal override void Write(McapFieldWriter fields) => fields.Text(Profile).Text(Library);
}
