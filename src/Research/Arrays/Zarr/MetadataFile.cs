using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Arrays.Zarr;

/// <summary>A JSON object that was read from a store, field by field; every fault names the file.</summary>
internal sealed class MetadataFile(string file, JsonObject root)
{
    // escapes all but ASCII, which is all that Python's zarr 2 reads
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 4 };
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The fields.</summary>
    public JsonObject Root => root;

    /// <summary>Reads a file; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It holds no JSON object.</exception>
    public static MetadataFile? Read(ZarrStore store, string key)
    {
        if (!store.Contains(key) || store.Read(key) is not { } content)
        {
            return null;
        }

        using (content)
        {
            return new MetadataFile(store.Locate(key),
                StrictJson.ParseObject(PythonJson.ToJson(content.Span), store.Locate(key), "an object"));
        }
    }

    public static void Write(ZarrStore store, string key, JsonObject content) =>
        store.Write(key, JsonSerializer.SerializeToUtf8Bytes(content, Indented));

    public bool Has(string name) => root.ContainsKey(name);

    /// <summary>A field's value; null where it is null or absent.</summary>
    public JsonNode? this[string name] => root[name];

    public InvalidDataException Fault(string found, string expected) => Fault(file, found, expected);

    public string Text(string name, string expected) =>
        root[name] is JsonValue value && value.TryGetValue(out string? text) ? text : throw Wrong(name, expected);

    public int Integer(string name, int most, int? absent = null) =>
        root[name] is null && absent is { } given ? given
        : root[name] is JsonValue value && value.TryGetValue(out int number) && number <= most ? number
            : throw Wrong(name, $"an integer up to {most}");

    public bool Flag(string name) =>
        root[name] is null ? false : root[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag
            : throw Wrong(name, "true or false");

    public int[] Lengths(string name, int least)
    {
        string expected = $"integers from {least} to {int.MaxValue}, one for each dimension";
        return root[name] is JsonArray items
            ? [.. items.Select(item => item is JsonValue value && value.TryGetValue(out int length) && length >= least ? length
            : throw Wrong(name, expected))]
            : throw Wrong(name, expected);
    }

    /// <summary>An object within, whose faults name this file.</summary>
    public MetadataFile Object(string name, string expected) => root[name] is JsonObject value ? new(file, value)
        : throw Wrong(name, expected);

    /// <summary>An object within; an empty one where it is absent.</summary>
    public MetadataFile ObjectOrEmpty(string name) => root[name] is null ? new(file, []) : Object(name, "an object");

    /// <summary>An extension point of zarr v3: a name with a configuration, or the name alone.</summary>
    public (string Name, MetadataFile Configuration) Extension(JsonNode? node, string what)
    {
        if (node is JsonValue value && value.TryGetValue(out string? name))
        {
            return (name, new MetadataFile(file, []));
        }

        var entry = new MetadataFile(file, node as JsonObject
            ?? throw Fault($"{node?.ToJsonString(OneLine) ?? "null"} as {what}", "an object with name and configuration"));
        return (entry.Text("name", $"the name of {what}"), entry.ObjectOrEmpty("configuration"));
    }

    /// <summary>A field as it stands there, without the quotes of a string; null where it is absent.</summary>
    public string? Short(string name) =>
        root[name] is JsonValue value && value.TryGetValue(out string? text) ? text : root[name]?.ToJsonString(OneLine);

    public InvalidDataException Wrong(string name, string expected) =>
        Fault(root.TryGetPropertyValue(name, out var value) ? $"{name} = {value?.ToJsonString(OneLine) ?? "null"}" : $"no {name}",
            expected);

    private static InvalidDataException Fault(string file, string found, string expected, Exception? inner = null) =>
        new($"{file}: found {found}; expected {expected}.", inner);
}
