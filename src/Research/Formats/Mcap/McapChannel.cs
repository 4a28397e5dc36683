namespace Research.Formats.Mcap;

/// <summary>A stream of messages on one topic.</summary>
/// <param name="Id">Its number in the file.</param>
/// <param name="SchemaId">The <see cref="McapSchema"/> of its messages; 0 where there is none.</param>
/// <param name="Topic">The topic.</param>
/// <param name="MessageEncoding">How messages are encoded, such as <c>json</c>.</param>
/// <param name="Metadata">What else the writer says about the channel.</param>
public sealed record McapChannel(
    ushort Id, ushort SchemaId, string Topic, string MessageEncoding, IReadOnlyDictionary<string, string> Metadata) : McapRecord
{
    /// <inheritdoc/>
    public override McapOpcode Opcode => McapOpcode.Channel;

    internal static McapChannel Read(ref McapFieldReader fields) =>
        new(fields.UInt16("id"), fields.UInt16("schema_id"), fields.Text("topic"), fields.Text("message_encoding"),
            fields.TextMap("metadata"));

    /// <summary>Whether all fields are equal, the metadata among them.</summary>
    internal bool IsSameAs(McapChannel other) =>
        Id == other.Id && SchemaId == other.SchemaId && Topic == other.Topic && MessageEncoding == other.MessageEncoding
            && Metadata.Count == other.Metadata.Count
            && Metadata.All(entry => other.Metadata.TryGetValue(entry.Key, out string? value) && value == entry.Value);

    internal override void Write(McapFieldWriter fields) =>
        fields.UInt16(Id).UInt16(SchemaId).Text(Topic).Text(MessageEncoding).TextMap(Metadata);
}
