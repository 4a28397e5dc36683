using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>A lying box: median, quartiles and whiskers of a sample, with its points beside it.</summary>
/// <param name="Row">The name of the row it lies in.</param>
/// <param name="Values">The sample.</param>
public sealed record Box(string Row, Series Values) : Trace
{
    /// <summary>The colour; null takes the next of the palette.</summary>
    public string? Color { get; init; }

    /// <summary>Draw every value as a point, not only those beyond the whiskers (1.5 interquartile ranges).</summary>
    public bool AllPoints { get; init; } = true;

    internal override Series Horizontal => Values;

    internal override Series Vertical => new[] { Row };

    internal override JsonObject ToPlotly() => new()
    {
        ["type"] = "box",
        ["orientation"] = "h",
        ["x"] = Values.ToPlotly(),
        ["y"] = PlotlyJson.Texts(Enumerable.Repeat(Row, Values.Count)),
        ["boxpoints"] = AllPoints ? "all" : "outliers",
        ["jitter"] = AllPoints ? 0.6 : null,
        ["pointpos"] = 0,
        ["width"] = 0.6,
        ["line"] = new JsonObject { ["color"] = Color, ["width"] = 1.5 },
        ["fillcolor"] = Color is null ? null : Palette.Translucent(Color, 0.25),
        ["marker"] = new JsonObject { ["color"] = Color, ["size"] = 4, ["opacity"] = 0.5 },
    };
}
