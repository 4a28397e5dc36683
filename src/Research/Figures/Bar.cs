using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>Upright bars from zero.</summary>
/// <param name="X">Where each bar stands: names or numbers.</param>
/// <param name="Y">How high each bar is.</param>
public sealed record Bar(Series X, Series Y) : Trace
{
    /// <summary>The colour of all bars; null takes the next of the palette.</summary>
    public string? Color { get; init; }

    /// <summary>A colour for each bar; it wins over <see cref="Color"/>.</summary>
    public IReadOnlyList<string>? Colors { get; init; }

    /// <summary>Bold text above each bar.</summary>
    public IReadOnlyList<string>? Text { get; init; }

    /// <summary>The bounds of each value's interval, drawn as an error bar.</summary>
    public IReadOnlyList<(double Low, double High)>? Interval { get; init; }

    internal override Series Horizontal => X;

    internal override Series Vertical => Y;

    internal override JsonObject ToPlotly()
    {
        RequireSameLength(X, Y, "bar trace");
        return new()
        {
            ["type"] = "bar",
            ["x"] = X.ToPlotly(),
            ["y"] = Y.ToPlotly(),
            ["text"] = Text is null ? null : PlotlyJson.Texts(Text),
            ["textposition"] = Text is null ? null : "outside",
            ["textangle"] = Text is null ? null : 0,
            ["textfont"] = Text is null ? null : new JsonObject { ["weight"] = 700 },
            ["cliponaxis"] = Text is null ? null : false,
            ["marker"] = new JsonObject { ["color"] = Colors is null ? Color : PlotlyJson.Texts(Colors) },
            ["error_y"] = ErrorBars(Y, Interval),
        };
    }
}
