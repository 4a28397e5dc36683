using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Research;

/// <summary>
/// JSON that someone else may have written or damaged. .NET finds some faults only when a value is asked for, by exceptions of
/// other types: bytes that are no UTF-8, half a surrogate pair, a name twice. Here all of them are found at once.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>Parses a text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="place">The file, for messages.</param>
    /// <param name="expected">What it should be, for messages.</param>
    /// <exception cref="InvalidDataException">It is no such JSON; the message names the place, what was found and what was
    /// expected.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, string place, string expected)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw new InvalidDataException($"{place}: found bytes that are no UTF-8; expected {expected}.");
        }

        try
        {
            var node = JsonNode.Parse(utf8, documentOptions: Options);
            Decode(node);
            return node;
        }
        catch (JsonException e)
        {
            string reason = Reason(e).Split(" Change the reader")[0].TrimEnd('.');
            string at = e.LineNumber is { } line ? $", line {line + 1}" : "";
            throw new InvalidDataException($"{place}: found no JSON ({reason}{at}); expected {expected}.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"{place}: found a string with half a surrogate pair; expected {expected}.", e);
        }
    }

    /// <summary>What a parser says without the place, which it counts from 0.</summary>
    internal static string Reason(JsonException e) => e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0].TrimEnd('.');

    /// <summary>Parses a text that must be an object.</summary>
    /// <inheritdoc cref="Parse"/>
    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8, string place, string expected) =>
        Parse(utf8, place, expected) as JsonObject
            ?? throw new InvalidDataException($"{place}: found JSON that is no object; expected {expected}.");

    /// <summary>Parses a file that must be an object.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">What it should be, for messages.</param>
    /// <exception cref="InvalidDataException">It is no such JSON.</exception>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    public static JsonObject ReadObject(string file, string expected) =>
        ParseObject(RegularFile.ReadBytes(file, expected), file, expected);

    /// <summary>Decodes every name and every string.</summary>
    internal static void Decode(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, value) in members)
                {
                    Decode(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Decode(item);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
            default:
                break;
        }
    }
}
