namespace Research.Notebooks;

/// <summary>JavaScript libraries that come with this assembly, to stand in an output that opens offline.</summary>
internal static class Bundles
{
    private static readonly Lazy<string> MermaidText = new(() => Read("mermaid.min.js"));

    /// <summary>Mermaid, which sets <c>window.mermaid</c>.</summary>
    public static string Mermaid => MermaidText.Value;

    /// <summary>A library as an expression that makes it global also on a page with a module loader of its own.</summary>
    public static string Isolated(string script) => $"(function (define, module, exports) {{ {script}\n}}).call(window)";

    private static string Read(string resource)
    {
        using var stream = typeof(Bundles).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"Research.Notebooks.dll was built without its resource {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
