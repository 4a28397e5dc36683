using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>One set of data as it is drawn in a panel.</summary>
public abstract record Trace
{
    /// <summary>What the legend calls it. Traces of one name share one entry; a trace without a name has none.</summary>
    public string? Name { get; init; }

    /// <summary>The horizontal coordinates, where the trace has them.</summary>
    internal virtual Series? Horizontal => null;

    /// <summary>The vertical coordinates, where the trace has them.</summary>
    internal virtual Series? Vertical => null;

    /// <summary>True where row 0 belongs on top, as in matrices and images.</summary>
    internal virtual bool RowsRunDown => false;

    /// <summary>Width and height in cells or pixels, where the trace is a raster.</summary>
    internal virtual (int Width, int Height)? Raster => null;

    /// <summary>The title of the colour bar at the panel's side; empty for a bar without one, null for no bar.</summary>
    internal virtual string? ColorBarTitle => null;

    /// <summary>What the trace writes into its panel beside itself.</summary>
    internal virtual IEnumerable<Mark> Marks => [];

    /// <summary>The trace in Plotly's terms, without name, axes and colour bar.</summary>
    internal abstract JsonObject ToPlotly();

    /// <exception cref="ArgumentException">The two columns differ in length.</exception>
    private protected void RequireSameLength(Series x, Series y, string kind)
    {
        if (x.Count != y.Count)
        {
            var named = Name is null ? "" : $" '{Name}'";
            throw new ArgumentException($"The {kind}{named} has {x.Count} x values and {y.Count} y values.");
        }
    }

    /// <summary>Error bars from absolute bounds around <paramref name="values"/>.</summary>
    private protected static JsonObject? ErrorBars(Series values, IReadOnlyList<(double Low, double High)>? interval)
    {
        if (interval is null)
        {
            return null;
        }

        if (interval.Count != values.Count)
        {
            throw new ArgumentException($"There are {interval.Count} intervals for {values.Count} values.");
        }

        return new()
        {
            ["type"] = "data",
            ["symmetric"] = false,
            ["array"] = PlotlyJson.Numbers(interval.Select((bounds, index) => bounds.High - values.Numbers[index])),
            ["arrayminus"] = PlotlyJson.Numbers(interval.Select((bounds, index) => values.Numbers[index] - bounds.Low)),
            ["thickness"] = 1.5,
            ["width"] = 4,
            ["color"] = Palette.Grey,
        };
    }
}
