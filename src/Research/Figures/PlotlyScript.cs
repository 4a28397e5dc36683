namespace Research.Figures;

/// <summary>plotly.js, which comes with Plotly.NET.</summary>
public static class PlotlyScript
{
    private static readonly Lazy<string> Bundle = new(PlotlyContext.ReadScript);

    /// <summary>The whole script, 3.6 MB; <see cref="ExploredHtml.Script"/> has it compressed.</summary>
    public static string Text => Bundle.Value;
}
