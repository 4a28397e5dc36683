using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research;

/// <summary>JSON as names and texts: <c>{"options":{"seed":1}}</c> is <c>options.seed</c> → <c>1</c>.</summary>
internal static class JsonText
{
    /// <summary>All values of an object. An array of plain values is one value, as JSON; null is empty.</summary>
    public static Dictionary<string, string> Flat(JsonObject json) => Flat(JsonSerializer.SerializeToElement(json), Text);

    /// <summary>A value as text: an array as JSON in one line, null as nothing.</summary>
    public static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Array ? JsonSerializer.Serialize(value) : value.ToString();

    /// <summary>The values of an object that something is made of.</summary>
    /// <param name="json">The object.</param>
    /// <param name="take">Makes it; null leaves the value out.</param>
    public static Dictionary<string, T> Flat<T>(JsonElement json, Func<JsonElement, T?> take)
    {
        var flat = new Dictionary<string, T>();
        Add("", json);
        return flat;

        void Add(string name, JsonElement value)
        {
            string prefix = name.Length == 0 ? "" : name + ".";
            if (value.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in value.EnumerateObject())
                {
                    Add(prefix + property.Name, property.Value);
                }
            }
            else if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(e => e.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
            {
                foreach (var (i, element) in value.EnumerateArray().Index())
                {
                    Add(prefix + i.ToString(CultureInfo.InvariantCulture), element);
                }
            }
            else if (take(value) is { } taken)
            {
                flat[name] = taken;
            }
        }
    }
}
