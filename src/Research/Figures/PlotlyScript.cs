namespace Research.Figures;

/// <summary>Plotly's JavaScript, which comes with the library.</summary>
public static class PlotlyScript
{
    private static readonly Lazy<string> Bundle = new(Read);

    /// <summary>The whole script (about 1.4 MB), to stand once in a <c>script</c> element of a page that opens offline.</summary>
    public static string Text => Bundle.Value;

    private static string Read()
    {
        const string Resource = "plotly.min.js";
        using var stream = typeof(PlotlyScript).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"Research.dll was built without its resource {Resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
