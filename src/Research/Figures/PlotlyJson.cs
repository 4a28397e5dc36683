using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>The few conventions by which values become Plotly's JSON.</summary>
internal static class PlotlyJson
{
    /// <summary>For files and notebooks: quotes and accents stay readable.</summary>
    internal static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For JSON inside an HTML page: <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> are escaped.</summary>
    internal static readonly JsonSerializerOptions Html = new();

    /// <summary>A finite number, or null: Plotly leaves a gap where it finds null.</summary>
    internal static JsonNode? Number(double? value) =>
        value is double number && double.IsFinite(number) ? JsonValue.Create(number) : null;

    internal static JsonArray Numbers(params IEnumerable<double> values) => [.. values.Select(value => Number(value))];

    internal static JsonArray Texts(IEnumerable<string?> texts) => [.. texts.Select(text => (JsonNode?)Text(text))];

    /// <summary>Plain text as Plotly's markup: a newline breaks the line, and nothing else means anything.</summary>
    internal static string? Text(string? plain) => plain?
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\r", "", StringComparison.Ordinal)
        .Replace("\n", "<br>", StringComparison.Ordinal);

    /// <summary>Drops members without a value, at every depth; gaps in arrays stay.</summary>
    internal static JsonObject WithoutNulls(this JsonObject json)
    {
        foreach (var (key, value) in json.ToArray())
        {
            if (value is null)
            {
                json.Remove(key);
                continue;
            }

            Descend(value);
        }

        return json;

        static void Descend(JsonNode node)
        {
            if (node is JsonObject inner)
            {
                inner.WithoutNulls();
            }
            else if (node is JsonArray array)
            {
                foreach (var item in array.OfType<JsonObject>())
                {
                    item.WithoutNulls();
                }
            }
        }
    }
}
