using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>One axis of a panel. Everything has a default; names in the data make it an axis of names.</summary>
public sealed class Axis
{
    /// <summary>What is measured, with its unit.</summary>
    public string? Title { get; set; }

    /// <summary>The ends of the axis, in the data's unit also where it is logarithmic; null fits the data.</summary>
    public (double Min, double Max)? Range { get; set; }

    /// <summary>The names along the axis in their order; null takes them as the data brings them.</summary>
    public IReadOnlyList<string>? Categories { get; set; }

    /// <summary>Logarithmic; values of zero and less have no place on it.</summary>
    public bool Log { get; set; }

    /// <summary>Runs down or leftwards; null does so where matrices and images need it.</summary>
    public bool? Reversed { get; set; }

    /// <summary>Grid lines; null draws them across the y axis of numbers only.</summary>
    public bool? Grid { get; set; }

    /// <summary>Neither labels nor line.</summary>
    public bool Hidden { get; set; }

    /// <summary>The distance between labels; null lets Plotly choose.</summary>
    public double? TickStep { get; set; }

    /// <summary>Labels at chosen places; null lets Plotly choose.</summary>
    public IReadOnlyList<(double Position, string Label)>? Ticks { get; set; }

    /// <summary>The d3 format of the labels, such as <c>.0%</c>; null lets Plotly choose.</summary>
    public string? TickFormat { get; set; }

    internal bool IsUntouched => Title is null && Range is null && Categories is null && Ticks is null;

    /// <summary>The axis in Plotly's terms, without its place.</summary>
    /// <param name="data">The coordinates that the panel's traces have along this axis.</param>
    /// <param name="rowsRunDown">Whether the panel's traces put row 0 on top.</param>
    /// <param name="gridByDefault">Whether an axis of numbers has grid lines here.</param>
    internal JsonObject ToPlotly(IReadOnlyList<Series> data, bool rowsRunDown, bool gridByDefault)
    {
        var names = HasNames(data);
        var reversed = Reversed ?? rowsRunDown;
        return new()
        {
            ["type"] = names ? "category" : Log ? "log" : "linear",
            ["title"] = Title is null || Hidden ? null : new JsonObject { ["text"] = PlotlyJson.Text(Title) },
            ["categoryorder"] = names ? "array" : null,
            ["categoryarray"] = names ? PlotlyJson.Texts(Names(data)) : null,
            ["range"] = PlottedRange(reversed),
            ["autorange"] = Range is null && Categories is null && reversed ? "reversed" : null,
            ["visible"] = Hidden ? false : null,
            ["showgrid"] = Grid ?? (gridByDefault && !names && !rowsRunDown),
            ["tickvals"] = Ticks is null ? null : PlotlyJson.Numbers(Ticks.Select(tick => tick.Position)),
            ["ticktext"] = Ticks is null ? null : PlotlyJson.Texts(Ticks.Select(tick => tick.Label)),
            ["dtick"] = TickStep ?? (names || (rowsRunDown && CountsFewRows(data)) ? 1 : null),
            ["tickformat"] = TickFormat ?? (Log ? "~g" : null),
        };
    }

    /// <summary>The longest label in characters, as far as it is known before Plotly draws.</summary>
    internal int LongestLabel(IReadOnlyList<Series> data)
    {
        const int Number = 6;
        var labels = Ticks?.Select(tick => tick.Label) ?? (HasNames(data) ? Names(data) : null);
        return Hidden ? 0 : labels?.Select(label => label.Length).DefaultIfEmpty(0).Max() ?? Number;
    }

    private bool HasNames(IReadOnlyList<Series> data) => Categories is not null || data.Any(series => series.IsCategorical);

    private IEnumerable<string> Names(IReadOnlyList<Series> data) =>
        Categories ?? [.. data.SelectMany(series => series.Names).Distinct()];

    /// <summary>Numbered rows and columns read best with a label each, up to where labels would touch.</summary>
    private static bool CountsFewRows(IReadOnlyList<Series> data) => data.Count > 0 && data.Max(series => series.Count) <= 20;

    /// <summary>Chosen names keep their places also where there are no data for them.</summary>
    private (double Min, double Max)? AllCategories => Categories is null ? null : (-0.5, Categories.Count - 0.5);

    private JsonArray? PlottedRange(bool reversed)
    {
        if ((Range ?? AllCategories) is not var (min, max))
        {
            return null;
        }

        var (low, high) = Log ? (Math.Log10(min), Math.Log10(max)) : (min, max);
        return reversed ? PlotlyJson.Numbers(high, low) : PlotlyJson.Numbers(low, high);
    }
}
