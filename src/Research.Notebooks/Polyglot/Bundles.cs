using System.Text.Encodings.Web;
using System.Text.Json;

namespace Research.Notebooks;

/// <summary>JavaScript libraries that come with this assembly, to stand in an output that opens offline.</summary>
internal static class Bundles
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Lazy<string> MermaidText = new(() => Read("mermaid.min.js"));

    /// <summary>Mermaid, which sets <c>window.mermaid</c>.</summary>
    public static string Mermaid => MermaidText.Value;

    /// <summary>A statement that makes a library global unless it is, also on a page with a module loader of its own.</summary>
    /// <param name="name">The library's global name.</param>
    /// <param name="script">The library.</param>
    public static string Load(string name, string script) => $$"""
        window.{{name}} || (define => {
        window.define = undefined;
        const script = document.createElement("script");
        script.textContent = {{JsonSerializer.Serialize(script, Readable).Replace("</", "<\\/", StringComparison.Ordinal).Replace("<!--", "<\\!--", StringComparison.Ordinal)}};
        document.head.append(script);
        window.define = define;
        })(window.define);
        """;

    private static string Read(string resource)
    {
        using var stream = typeof(Bundles).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"Research.Notebooks.dll was built without its resource {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
