using System.Globalization;
using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>A matrix as coloured cells, row 0 on top.</summary>
/// <param name="Values">The matrix, [rows, columns]; a cell of NaN stays empty.</param>
public sealed record Heatmap(double[,] Values) : Trace
{
    /// <summary>The names of the columns; null numbers them from 0.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The names of the rows, from the top; null numbers them from 0.</summary>
    public IReadOnlyList<string>? Rows { get; init; }

    /// <summary>The .NET number format (such as <c>0.00</c> or <c>0%</c>) that writes each value into its cell; null writes none.</summary>
    public string? Format { get; init; }

    /// <summary>What stands in an empty cell.</summary>
    public string? Missing { get; init; }

    /// <summary>The colours.</summary>
    public ColorScale Scale { get; init; } = ColorScale.Viridis;

    /// <summary>The values at the two ends of the scale; null takes the matrix's own extremes.</summary>
    public (double Min, double Max)? Range { get; init; }

    /// <summary>The title of the colour bar, "" for a bar without title; null draws no bar.</summary>
    public string? ColorBar { get; init; }

    /// <summary>The white between cells, in pixels.</summary>
    public double Gap { get; init; }

    private int RowCount => Values.GetLength(0);

    private int ColumnCount => Values.GetLength(1);

    internal override Series Horizontal => Columns is null ? Series.Range(ColumnCount) : Series.Of(Columns);

    internal override Series Vertical => Rows is null ? Series.Range(RowCount) : Series.Of(Rows);

    internal override (int Width, int Height)? Raster => (ColumnCount, RowCount);

    internal override bool RowsRunDown => true;

    internal override string? ColorBarTitle => ColorBar;

    /// <summary>Plotly writes nothing into cells without a value, so their text goes on top.</summary>
    internal override IEnumerable<Mark> Marks =>
        from row in Enumerable.Range(0, Missing is null ? 0 : RowCount)
        from column in Enumerable.Range(0, ColumnCount)
        where !double.IsFinite(Values[row, column])
        select new Label(column, row, Missing!) { Size = 13 };

    internal override JsonObject ToPlotly()
    {
        RequireNames(Columns, ColumnCount, "column");
        RequireNames(Rows, RowCount, "row");
        return new()
        {
            ["type"] = "heatmap",
            ["x"] = Horizontal.ToPlotly(),
            ["y"] = Vertical.ToPlotly(),
            ["z"] = Matrix(value => PlotlyJson.Number(value)),
            ["text"] = Format is null ? null : Matrix(value => Written(value)),
            ["texttemplate"] = Format is null ? null : "%{text}",
            ["textfont"] = Format is null ? null : new JsonObject { ["size"] = 13 },
            ["colorscale"] = Scale.ToPlotly(),
            ["reversescale"] = Scale.Reversed,
            ["zmin"] = PlotlyJson.Number(Range?.Min),
            ["zmax"] = PlotlyJson.Number(Range?.Max),
            ["xgap"] = Gap,
            ["ygap"] = Gap,
            ["hoverongaps"] = false,
        };
    }

    private string Written(double value) =>
        double.IsFinite(value) ? value.ToString(Format, CultureInfo.InvariantCulture) : "";

    private JsonArray Matrix(Func<double, JsonNode?> cell) =>
    [
        .. Enumerable.Range(0, RowCount).Select(row => (JsonNode)new JsonArray(
            [.. Enumerable.Range(0, ColumnCount).Select(column => cell(Values[row, column]))])),
    ];

    private static void RequireNames(IReadOnlyList<string>? names, int count, string what)
    {
        if (names is not null && names.Count != count)
        {
            throw new ArgumentException($"The heat map has {count} {what}s and {names.Count} {what} names.");
        }
    }
}
