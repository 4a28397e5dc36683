using System.Text.Json;

namespace Research.Formats;

/// <summary>Values of JSON that another program has written.</summary>
internal static class ForeignJson
{
    /// <summary>Parses a text that must be an object.</summary>
    /// <exception cref="RecordingFormatException">It is none.</exception>
    public static JsonElement ParseObject(ReadOnlyMemory<byte> utf8, string file, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone()
                : throw new RecordingFormatException(file, place,
                    $"a JSON {document.RootElement.ValueKind.ToString().ToLowerInvariant()}", "a JSON object");
        }
        catch (JsonException fault)
        {
            throw new RecordingFormatException(file, place, $"no JSON ({fault.Message.Split('.')[0]})", "a JSON object");
        }
    }

    /// <summary>A member; null where it is absent or null.</summary>
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
            && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    /// <summary>A whole number, all its digits; null where it is absent or something else.</summary>
    public static long? Int64(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } value
        ? value.TryGetInt64(out long whole) ? whole : value.TryGetDouble(out double number)
            && Math.Abs(number) < long.MaxValue ? (long)number : null
        : null;

    /// <summary>A number; null where it is absent or something else.</summary>
    public static double? Number(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number)
            && double.IsFinite(number) ? number : null;

    /// <summary>A text; null where it is absent or something else.</summary>
    public static string? String(this JsonElement json, string name)
    {
        try
        {
            return json.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }

    /// <summary>The elements of an array; none where it is absent or something else.</summary>
    public static IEnumerable<JsonElement> Array(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];
}
