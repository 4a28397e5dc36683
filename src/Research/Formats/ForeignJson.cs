using System.Text.Json;
using System.Text.Unicode;

namespace Research.Formats;

/// <summary>Values of JSON that another program has written.</summary>
internal static class ForeignJson
{
    /// <summary>Parses a text that must be an object.</summary>
    /// <exception cref="RecordingFormatException">It is none.</exception>
    public static JsonElement ParseObject(ReadOnlyMemory<byte> utf8, string file, string place)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw new RecordingFormatException(file, place, "bytes that are no UTF-8", "a JSON object");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8);
            Decode(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone()
                : throw new RecordingFormatException(file, place,
                    $"a JSON {document.RootElement.ValueKind.ToString().ToLowerInvariant()}", "a JSON object");
        }
        catch (JsonException fault)
        {
            throw new RecordingFormatException(file, place, $"no JSON ({fault.Message.Split('.')[0]})", "a JSON object");
        }
        catch (InvalidOperationException)
        {
            throw new RecordingFormatException(file, place, "a string with half a surrogate pair", "a JSON object");
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
    public static string? String(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The elements of an array; none where it is absent or something else.</summary>
    public static IEnumerable<JsonElement> Array(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>Decodes every name and every string: .NET finds half a surrogate pair only then.</summary>
    private static void Decode(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    _ = member.Name;
                    Decode(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    Decode(item);
                }

                break;
            case JsonValueKind.String:
                _ = json.GetString();
                break;
            default:
                break;
        }
    }
}
