using System.Text.Encodings.Web;
using System.Text.Json;

namespace Research.Notebooks;

/// <summary>
/// Files that come with this assembly: JavaScript libraries, to stand in an output that opens offline, and templates.
/// </summary>
internal static class Bundles
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Mermaid, which sets <c>window.mermaid</c>.</summary>
    public static string Mermaid => field ??= Read("mermaid.min.js");

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

    /// <summary>The text of a file that was built into this assembly.</summary>
    public static string Read(string resource)
    {
        using var stream = typeof(Bundles).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"Research.Notebooks.dll was built without its resource {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
