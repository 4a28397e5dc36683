using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace Research.Notebooks;

/// <summary>
/// One value in several formats, best first, always with plain text. The formats are those of
/// <see cref="Formatter"/>: <c>Formatter.Register</c> and <c>Formatter.SetPreferredMimeTypesFor</c> say how a type looks, and
/// all of a type's preferred formats are in the bundle.
/// </summary>
public sealed class MimeBundle
{
    /// <summary>Plain text.</summary>
    public const string PlainText = "text/plain";

    /// <summary>HTML.</summary>
    public const string Html = "text/html";

    /// <summary>So many items of a sequence are shown, and how many there are.</summary>
    public const int MaxItems = 50;

    private readonly List<KeyValuePair<string, JsonNode>> _data = [];

    static MimeBundle() => Formatter.ListExpansionLimit = MaxItems;

    private MimeBundle()
    {
    }

    /// <summary>The formats, in order.</summary>
    public IReadOnlyList<string> MimeTypes => [.. _data.Select(item => item.Key)];

    /// <summary>
    /// The value in one format: a string, or JSON for the formats that are JSON. Null where the bundle lacks it.
    /// </summary>
    public JsonNode? this[string mimeType] => _data.FirstOrDefault(item => item.Key == mimeType).Value;

    /// <summary>Formats a value.</summary>
    /// <param name="value">The value, or null.</param>
    /// <param name="mimeTypes">The formats wanted, no others; none means the preferred ones of the value's type, and plain text.
    /// A string is taken to be in the wanted format already.</param>
    /// <exception cref="FormatException">A formatter of a JSON format wrote something else.</exception>
    public static MimeBundle Of(object? value, params string[] mimeTypes)
    {
        var bundle = new MimeBundle();
        if (mimeTypes.Length > 0)
        {
            foreach (string? mimeType in mimeTypes.Distinct())
            {
                bundle.Add(mimeType, value is string raw ? raw : Formatter.ToDisplayString(value, mimeType), value);
            }

            return bundle;
        }

        switch (value)
        {
            case null:
                bundle.Add(Html, $"<pre>{WebUtility.HtmlEncode(Formatter.NullString)}</pre>", value);
                bundle.Add(PlainText, Formatter.NullString, value);
                break;
            case IHtmlContent:
                string html = Formatter.ToDisplayString(value, Html);
                bundle.Add(Html, html, value);
                bundle.Add(PlainText, HtmlText.Of(html), value);
                break;
            default:
                bundle.AddPreferred(value);
                break;
        }

        return bundle;
    }

    /// <summary>A bundle of texts that are in their formats already.</summary>
    internal static MimeBundle OfFormats(params ReadOnlySpan<(string MimeType, string Content)> formats)
    {
        var bundle = new MimeBundle();
        foreach (var (mimeType, content) in formats)
        {
            bundle.Add(mimeType, content, content);
        }

        return bundle;
    }

    /// <summary>
    /// What a notebook stores beside the formats: width and height in CSS pixels of a picture that has more pixels than that.
    /// </summary>
    internal JsonObject Metadata { get; } = [];

    /// <summary>A copy as JSON: formats to data, in order.</summary>
    public JsonObject ToJson() => new(_data.Select(item => KeyValuePair.Create(item.Key, (JsonNode?)item.Value.DeepClone())));

    /// <summary>True for formats that are stored as JSON, not as text.</summary>
    internal static bool IsJson(string mimeType) => mimeType == "application/json"
        || mimeType.EndsWith("+json", StringComparison.Ordinal);

    private void AddPreferred(object value)
    {
        var type = value.GetType();
        var preferred = Formatter.GetPreferredMimeTypesFor(type);
        bool isRegistered = Formatter.RegisteredFormatters(false).Any(formatter => formatter.Type.IsAssignableFrom(type));
        bool isPlain = !isRegistered && preferred.ToArray() is [Html] or [PlainText];
        if (isPlain && RowTable.TryRead(value) is { } table)
        {
            Add(Html, table.ToHtml(), value);
            Add(PlainText, table.ToText(), value);
            return;
        }

        if (isPlain && (PlainValues.IsPlain(type) || PlainValues.IsUnion(type)))
        {
            Add(PlainText, PlainValues.IsUnion(type) ? value.ToString() ?? "" : Formatter.ToDisplayString(value, PlainText),
                value);
            return;
        }

        foreach (string? mimeType in preferred)
        {
            Add(mimeType, Formatter.ToDisplayString(value, mimeType), value);
        }

        if (FigureFormatting.ScaleOf(value) is { } scale && this[FigureFormatting.PngMimeType] is { } picture)
        {
            Metadata[FigureFormatting.PngMimeType] = FigureFormatting.ShownSize((string)picture!, scale);
        }

        if (preferred.Contains(PlainText))
        {
            return;
        }
        // What has formats of its own is a picture or the like: its properties, written out, would only be long.
        bool hasOwnText = Formatter.RegisteredFormatters(false)
            .Any(formatter => formatter.MimeType == PlainText && formatter.Type.IsAssignableFrom(type));
        Add(PlainText, isPlain || hasOwnText ? Formatter.ToDisplayString(value, PlainText) : value.ToString() ?? "", value);
    }

    private void Add(string mimeType, string content, object? value)
    {
        if (!IsJson(mimeType))
        {
            _data.Add(new(mimeType, content));
            return;
        }

        try
        {
            _data.Add(new(mimeType, JsonNode.Parse(content)
                ?? throw new FormatException($"{Writer()} wrote the JSON value null.")));
        }
        catch (JsonException e)
        {
            throw new FormatException($"{Writer()} wrote no JSON: {e.Message}", e);
        }

        string Writer() => $"The {mimeType} formatter of {value?.GetType().Name ?? "null"}";
    }
}
