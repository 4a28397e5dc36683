using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Notebooks;

/// <summary>
/// JSON in the layout that Jupyter writes: one space of indent, nothing escaped that need not be, a final newline.
/// </summary>
/// <remarks>
/// System.Text.Json has no encoder for it (its most relaxed one writes <c>\u001B</c> where Python writes <c>\u001b</c>, and
/// escapes U+2028), and a notebook that changes under a mere load and save is noise in every diff.
/// </remarks>
internal static class NotebookJson
{
    /// <summary>Writes a node as <c>json.dumps(node, indent=1, ensure_ascii=False)</c> does, and a newline.</summary>
    public static string Write(JsonNode node)
    {
        var text = new StringBuilder();
        WriteNode(text, node, depth: 0);
        return text.Append('\n').ToString();
    }

    /// <summary>
    /// Sets a property in place; a new one goes to its alphabetical place where the others are in order, as nbformat
    /// keeps them, and to the end where they are not.
    /// </summary>
    public static void SetInOrder(JsonObject target, string name, JsonNode? value)
    {
        if (target.ContainsKey(name))
        {
            target[name] = value;
            return;
        }

        var names = target.Select(property => property.Key).ToList();
        bool isOrdered = names.Zip(names.Skip(1)).All(pair => string.CompareOrdinal(pair.First, pair.Second) <= 0);
        int place = isOrdered ? names.FindIndex(other => string.CompareOrdinal(other, name) > 0) : -1;
        target.Insert(place < 0 ? names.Count : place, name, value);
    }

    /// <summary>The lines of a text, each with its newline, as a notebook stores them.</summary>
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (int start = 0; start < text.Length;)
        {
            int newline = text.IndexOf('\n', start);
            int end = newline < 0 ? text.Length : newline + 1;
            lines.Add((JsonNode)text[start..end]);
            start = end;
        }

        return lines;
    }

    /// <summary>What a value is, in words for an error message.</summary>
    public static string Describe(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the string \"{node.GetValue<string>()}\"",
        JsonValueKind.Number => $"the number {node.ToJsonString()}",
        _ => node.ToJsonString(),
    };

    private static void WriteNode(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                WriteItems(text, '{', '}', members, depth, static (text, member, depth) =>
                {
                    WriteString(text, member.Key);
                    text.Append(": ");
                    WriteNode(text, member.Value, depth);
                });
                break;
            case JsonArray items:
                WriteItems(text, '[', ']', items, depth, WriteNode);
                break;
            default:
                if (node.GetValueKind() == JsonValueKind.String)
                {
                    WriteString(text, node.GetValue<string>());
                }
                else
                {
                    text.Append(node.ToJsonString());
                }

                break;
        }
    }

    private static void WriteItems<T>(
        StringBuilder text, char open, char close, ICollection<T> items, int depth, Action<StringBuilder, T, int> write)
    {
        text.Append(open);
        bool isFirst = true;
        foreach (var item in items)
        {
            text.Append(isFirst ? "\n" : ",\n").Append(' ', depth + 1);
            write(text, item, depth + 1);
            isFirst = false;
        }

        if (!isFirst)
        {
            text.Append('\n').Append(' ', depth);
        }

        text.Append(close);
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var rune in value.EnumerateRunes()) // half a surrogate pair comes as U+FFFD, which UTF-8 has
        {
            _ = rune.Value switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => rune.IsBmp ? text.Append((char)rune.Value) : text.Append(rune.ToString()),
            };
        }

        text.Append('"');
    }
}
