using System.Globalization;
using System.Text.Json.Nodes;

namespace Research.Notebooks.Jupyter;

/// <summary>A message of the Jupyter protocol.</summary>
/// <param name="Identities">The front end's routing prefix; the topic on iopub.</param>
/// <param name="Header">Its id, type, session, user, date and version.</param>
/// <param name="Parent">The header of the request that it belongs to; empty if there is none.</param>
/// <param name="Metadata">What else is known of it.</param>
/// <param name="Content">What it says.</param>
/// <param name="Buffers">Binary data beside the content.</param>
public sealed record JupyterMessage(
    IReadOnlyList<byte[]> Identities, JsonObject Header, JsonObject Parent, JsonObject Metadata, JsonObject Content,
        IReadOnlyList<byte[]> Buffers)
{
    /// <summary>The protocol's version that this kernel speaks.</summary>
    public const string ProtocolVersion = "5.4";

    /// <summary>What kind of message it is, such as <c>execute_request</c>.</summary>
    public string Type => TextOf("msg_type");

    /// <summary>Its id.</summary>
    public string Id => TextOf("msg_id");

    private string TextOf(string field) => Header[field] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>A new message.</summary>
    public static JupyterMessage Create(
        string type, JsonObject content, JsonObject parent, string session, IReadOnlyList<byte[]>? identities = null,
        JsonObject? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(parent);
        return new(
            identities ?? [],
            new JsonObject
            {
                ["msg_id"] = Guid.NewGuid().ToString("N"),
                ["session"] = session,
                ["username"] = "kernel",
                ["date"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
                ["msg_type"] = type,
                ["version"] = ProtocolVersion,
            },
            (JsonObject)parent.DeepClone(),
            metadata ?? [],
            content,
            []);
    }
}
