using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research;

/// <summary>JSON as names and texts: <c>{"options":{"seed":1}}</c> is <c>options.seed</c> → <c>1</c>.</summary>
internal static class JsonText
{
    /// <summary>All values of an object. An array of plain values is one value, as JSON; null is empty.</summary>
    public static Dictionary<string, string> Flat(JsonObject json)
    {
        var flat = new Dictionary<string, string>();
        Visit(JsonSerializer.SerializeToElement(json), new FlatName(""), (name, value) => flat[name] = Text(value));
        return flat;
    }

    /// <summary>A value as text: an array as JSON in one line, null as nothing.</summary>
    public static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Array ? JsonSerializer.Serialize(value)
        : value.ToString();

    /// <summary>Gives each value of an object with its name. An array of plain values is one value.</summary>
    /// <param name="json">The object.</param>
    /// <param name="name">Its name.</param>
    /// <param name="take">Is called with the name and the value, in the order of the file; a name that is there twice is given
    /// twice.</param>
    /// <exception cref="InvalidOperationException">A name is no text.</exception>
    public static void Visit(JsonElement json, FlatName name, Action<string, JsonElement> take)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in json.EnumerateObject())
            {
                Visit(property.Value, name.Inside(property), take);
            }
        }
        else if (json.ValueKind == JsonValueKind.Array && json.EnumerateArray()
            .Any(e => e.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
        {
            foreach (var (i, element) in json.EnumerateArray().Index())
            {
                Visit(element, name.Inside(i.ToString(CultureInfo.InvariantCulture)), take);
            }
        }
        else
        {
            take(name.Full, json);
        }
    }
}
