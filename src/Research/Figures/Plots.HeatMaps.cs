using System.Globalization;
using ScottPlot;

namespace Research.Figures;

/// <summary>How a matrix is drawn.</summary>
public record HeatMapOptions : PlotOptions
{
    /// <summary>The .NET number format that writes each value into its cell; empty: none is written.</summary>
    public string Format { get; init; } = "0.00";

    /// <summary>What stands in a cell whose value is NaN.</summary>
    public string Missing { get; init; } = "N/A";

    /// <summary>The values at the ends of the colours; null: the least and the greatest.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>The colours; pale yellow over green to dark blue if null.</summary>
    public IColormap? Colors { get; init; }

    /// <summary>The colour bar's title, empty for a bar without one; null: no bar.</summary>
    public string? ColorBar { get; init; }
}

public static partial class Plots
{
    /// <summary>A matrix as coloured cells, row 0 on top, with the value in each.</summary>
    /// <param name="plot">What to draw on.</param>
    /// <param name="values">[rows, columns]; NaN: not available.</param>
    /// <param name="rows">Names of the rows; null: none are drawn.</param>
    /// <param name="columns">Names of the columns; null: none are drawn.</param>
    /// <param name="options">Format, range, colours.</param>
    /// <exception cref="ArgumentException">The matrix is empty, or a list of names has another length.</exception>
    public static T HeatMap<T>(
        this T plot, double[,] values, IReadOnlyList<string>? rows, IReadOnlyList<string>? columns,
            HeatMapOptions? options = null)
        where T : Plot
    {
        ArgumentNullException.ThrowIfNull(plot);
        ArgumentNullException.ThrowIfNull(values);
        (int height, int width) = (values.GetLength(0), values.GetLength(1));
        Require([.. values.Cast<double>()], "cell of the heat map");
        RequireSame("names of rows", rows?.Count ?? height, "the matrix has rows", height);
        RequireSame("names of columns", columns?.Count ?? width, "the matrix has columns", width);
        options ??= new();
        bool isMissing = !values.Cast<double>().Any(double.IsFinite); // ScottPlot refuses a map of NaN alone
        var map = plot.Add.Heatmap(isMissing ? new double[height, width] : values);
        map.ManualRange = Span(options.Range, values.Cast<double>());
        map.Colormap = options.Colors ?? Palette.YellowGreenBlue;
        map.Opacity = isMissing ? 0 : 1;
        map.NaNCellColor = new(Theme.Light.Absent);
        NamesAtLeft(plot, rows ?? [.. Enumerable.Repeat("", height)]);
        double area = DataWidth(plot);
        NamesBelow(plot, columns ?? [.. Enumerable.Repeat("", width)], area);
        plot.Axes.Frame(false);
        if (options.Format.Length > 0)
        {
            AddTexts(plot, map, values, options, area / width / 0.62);
        }

        if (options.ColorBar is { } title)
        {
            AddColorBar(plot, map, title);
        }

        return plot.Finish(options, isNamed: false);
    }

    /// <summary>
    /// A heat map a panel, with one range and one colour bar; rows are named at the left, columns at the bottom.
    /// </summary>
    /// <param name="grid">The panels; those beyond the last heat map stay empty.</param>
    /// <param name="panels">A panel's title and its matrix [rows, columns].</param>
    /// <param name="rows">Names of the rows of all.</param>
    /// <param name="columns">Names of the columns of all.</param>
    /// <param name="options">Format, range, colours.</param>
    /// <exception cref="ArgumentException">There is no matrix, or there are more than panels.</exception>
    public static ChartGrid HeatMaps(
        this ChartGrid grid, IReadOnlyList<(string Title, double[,] Values)> panels, IReadOnlyList<string> rows,
            IReadOnlyList<string> columns,
        HeatMapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(grid);
        Require(panels, "heat map");
        options ??= new() { ColorBar = "" };
        var range = Span(options.Range, panels.SelectMany(panel => panel.Values.Cast<double>()));
        options = options with { Range = (range.Min, range.Max) };
        return grid.Each(panels, (plot, panel, place) =>
        {
            plot.Title(Wrap(panel.Title, 34));
            bool isLastOfRow = place.Column == Math.Min(grid.Columns, panels.Count) - 1;
            plot.HeatMap(panel.Values, place.Column == 0 ? rows : null, columns, options with
            {
                Y = place.Column == 0 ? options.Y : "",
                ColorBar = isLastOfRow ? options.ColorBar : null,
            });
        });
    }

    /// <summary>Draws an item a panel, row by row; the panels beyond the last item stay blank.</summary>
    /// <param name="grid">The panels.</param>
    /// <param name="items">What is drawn, at least one and at most one a panel.</param>
    /// <param name="draw">Draws an item on a panel, which is at a row and column.</param>
    /// <exception cref="ArgumentException">There is no item, or there are more than panels.</exception>
    public static ChartGrid Each<TItem>(
        this ChartGrid grid, IReadOnlyList<TItem> items, Action<Plot, TItem, (int Row, int Column)> draw)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(draw);
        Require(items, "item of the grid");
        if (items.Count > grid.Rows * grid.Columns)
        {
            throw new ArgumentException($"Found {items.Count} items, expected at most {grid.Rows * grid.Columns}, one a panel.");
        }

        foreach (var (plot, index) in grid.Panels.Select((plot, index) => (plot, index)))
        {
            if (index < items.Count)
            {
                draw(plot, items[index], (index / grid.Columns, index % grid.Columns));
            }
            else
            {
                plot.HideAxesAndGrid();
            }
        }

        return grid;
    }

    /// <summary>The range that colours span; never empty, also where all values are equal or missing.</summary>
    private static ScottPlot.Range Span((double Low, double High)? range, IEnumerable<double> values)
    {
        var (low, high) = range ?? values.Where(double.IsFinite).Aggregate((Low: double.MaxValue, High: double.MinValue),
            (span, value) => (Math.Min(span.Low, value), Math.Max(span.High, value)));
        return low > high ? new(0, 1) : low == high ? new(low - 0.5, high + 0.5) : new(low, high);
    }

    private static void AddTexts(
        Plot plot, ScottPlot.Plottables.Heatmap map, double[,] values, HeatMapOptions options, double room)
    {
        string Text(double value) => double.IsFinite(value) ? value.ToString(options.Format, CultureInfo.InvariantCulture)
            : options.Missing;
        float size = (float)Math.Min(Theme.TextSize, room / Math.Max(1, values.Cast<double>().Max(value => Text(value).Length)));
        if (size < 6)
        {
            return; // unreadable; the colours tell
        }

        var range = map.GetRange();
        for (int row = 0; row < values.GetLength(0); row++)
        {
            for (int column = 0; column < values.GetLength(1); column++)
            {
                double value = values[row, column];
                var cell = double.IsFinite(value) ? map.Colormap.GetColor(range.Normalize(value, clamp: true))
                    : new(Theme.Light.Absent);
                var text = plot.Add.Text(Text(value), column, values.GetLength(0) - 1 - row);
                (text.LabelFontName, text.LabelFontSize, text.LabelAlignment) =
                    (Theme.Font, size, ScottPlot.Alignment.MiddleCenter);
                bool isDark = 0.299 * cell.R + 0.587 * cell.G + 0.114 * cell.B < 140;
                text.LabelFontColor = isDark ? ScottPlot.Colors.White : new(Theme.Light.Ink);
            }
        }
    }
}
