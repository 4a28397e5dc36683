using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>How often values fall into bins of equal width.</summary>
/// <param name="Values">The values that are counted.</param>
public sealed record Histogram(Series Values) : Trace
{
    /// <summary>The left edge of the first bin, the right edge of the last and the bins' width; null lets Plotly choose.</summary>
    public (double Start, double End, double Width)? Bins { get; init; }

    /// <summary>Show shares that sum to 1, not counts.</summary>
    public bool Normalized { get; init; }

    /// <summary>The colour; null takes the next of the palette.</summary>
    public string? Color { get; init; }

    /// <summary>The opacity of the bars, in [0, 1]: below 1 where several histograms overlap.</summary>
    public double Opacity { get; init; } = 1;

    internal override Series Horizontal => Values;

    internal override JsonObject ToPlotly() => new()
    {
        ["type"] = "histogram",
        ["x"] = Values.ToPlotly(),
        ["xbins"] = Bins is not var (start, end, width)
            ? null
            : new JsonObject { ["start"] = start, ["end"] = end, ["size"] = width },
        ["histnorm"] = Normalized ? "probability" : null,
        ["marker"] = new JsonObject { ["color"] = Color },
        ["opacity"] = Opacity,
    };
}
