using System.Globalization;
using ScottPlot;

namespace Research.Figures;

/// <summary>Bars of one colour, one for each label.</summary>
/// <param name="Name">What the legend calls them.</param>
/// <param name="Values">A value for each label; NaN: N/A is written.</param>
public sealed record BarSeries(string Name, IReadOnlyList<double> Values)
{
    /// <summary>An interval around each value; null: none.</summary>
    public IReadOnlyList<(double Low, double High)>? Intervals { get; init; }

    /// <summary>What stands above each bar; null: nothing, or the value by <see cref="BarOptions.Format"/>.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>A colour for each bar, <c>#rrggbb</c>; null: the palette's next for all.</summary>
    public IReadOnlyList<string>? Colors { get; init; }
}

/// <summary>How bars are drawn.</summary>
public record BarOptions : PlotOptions
{
    /// <summary>The .NET number format of the value above each bar; empty: none.</summary>
    public string Format { get; init; } = "";

    /// <summary>A dashed line across, such as what chance reaches.</summary>
    public double? Reference { get; init; }

    /// <summary>Whether the axis of the values is logarithmic; values that are not above 0 have no bar.</summary>
    public bool Logarithmic { get; init; }
}

public static partial class Plots
{
    /// <summary>Bars over labels, several series beside each other.</summary>
    /// <param name="plot">What to draw on.</param>
    /// <param name="labels">Names of the bars, or of the groups of bars.</param>
    /// <param name="series">The bars, at least one series.</param>
    /// <param name="options">Axes, legend, text above bars.</param>
    /// <exception cref="ArgumentException">There is no label or series, or lists differ in length.</exception>
    public static T GroupedBars<T>(
        this T plot, IReadOnlyList<string> labels, IReadOnlyList<BarSeries> series, BarOptions? options = null)
        where T : Plot
    {
        ArgumentNullException.ThrowIfNull(plot);
        Require(labels, "label");
        Require(series, "series of bars");
        options ??= new();
        double width = 0.84 / series.Count;
        double[] shown = ShownValues(series, options);
        double floor = options.Logarithmic ? Math.Floor(shown.Select(Math.Log10).DefaultIfEmpty(0).Min() - 0.01) : 0;
        for (int s = 0; s < series.Count; s++)
        {
            var bars = new List<ScottPlot.Bar>();
            for (int i = 0; i < labels.Count; i++)
            {
                bars.Add(BarOf(series[s], i, labels.Count, options, floor));
                bars[i].Position = i - 0.42 + (s + 0.5) * width;
                bars[i].Size = width * 0.92;
                bars[i].FillColor = series[s].Colors is { } colors ? new(colors[i]) : ColorAt(s, series.Count);
            }

            var drawing = plot.Add.Bars(bars);
            drawing.LegendText = Wrap(series[s].Name, 26);
            (drawing.ValueLabelStyle.FontName, drawing.ValueLabelStyle.FontSize) = (Theme.Font, Theme.TextSize - 1);
            AddIntervals(plot, series[s], bars, options.Logarithmic ? Logarithm : static value => value);
        }

        NamesBelow(plot, labels, DataWidth(plot));
        double top = shown.DefaultIfEmpty(1).Max(), bottom = Math.Min(0, shown.DefaultIfEmpty(0).Min());
        if (options.Logarithmic)
        {
            LogarithmicTicks(plot.Axes.Left, shown.Select(Math.Log10));
            plot.Axes.SetLimitsY(floor, Math.Log10(top) + 0.08 * (Math.Log10(top) - floor + 1));
        }
        else
        {
            plot.Axes.SetLimitsY(bottom * 1.1, top <= 0 ? Math.Max(0.1, -0.1 * bottom) : top * 1.12);
        }

        if (options.Reference is { } reference)
        {
            plot.Add.HorizontalLine(options.Logarithmic ? Logarithm(reference) : reference, 1, new(Palette.Grey),
                LinePattern.Dashed);
        }

        return plot.Finish(options, series.Count > 1);
    }

    /// <summary>Bars over labels, each in its colour of viridis.</summary>
    /// <param name="plot">What to draw on.</param>
    /// <param name="labels">Names of the bars.</param>
    /// <param name="values">A value for each label.</param>
    /// <param name="texts">What stands above each bar; null: the value by the options' format.</param>
    /// <param name="options">Axes and text above bars.</param>
    public static T Bars<T>(
        this T plot, IReadOnlyList<string> labels, IReadOnlyList<double> values, IReadOnlyList<string>? texts = null,
            BarOptions? options = null)
        where T : Plot => plot.GroupedBars(labels,
            [new BarSeries("", values) { Texts = texts, Colors = Palette.Viridis(labels.Count) }], options);

    /// <summary>Estimates from the highest to the lowest, each with its interval; those without a value come last.</summary>
    /// <param name="plot">What to draw on.</param>
    /// <param name="names">What is ranked.</param>
    /// <param name="estimates">An estimate for each name.</param>
    /// <param name="intervals">An interval for each, NaN where it has none; null: none.</param>
    /// <param name="options">Axes, format of the values, a reference.</param>
    /// <exception cref="ArgumentException">There is no name, or lists differ in length.</exception>
    public static T Ranking<T>(
        this T plot, IReadOnlyList<string> names, IReadOnlyList<double> estimates,
            IReadOnlyList<(double Low, double High)>? intervals = null, BarOptions? options = null)
        where T : Plot
    {
        ArgumentNullException.ThrowIfNull(plot);
        Require(names, "name");
        RequireSame("estimates", estimates.Count, "names", names.Count);
        RequireSame("intervals", intervals?.Count ?? names.Count, "names", names.Count);
        options ??= new() { Format = "0.00" };
        int[] order = [.. Enumerable.Range(0, names.Count)
            .OrderByDescending(i => double.IsFinite(estimates[i]) ? estimates[i] : double.NegativeInfinity)];
        string Text(double value) => double.IsFinite(value) ? value.ToString(options.Format, CultureInfo.InvariantCulture)
            : "N/A";
        NamesAtLeft(plot, [.. order.Select(i => options.Format.Length > 0 ? $"{names[i]}  {Text(estimates[i])}" : names[i])]);
        foreach (var (i, y) in order.Select((i, rank) => (i, names.Count - 1.0 - rank))
            .Where(item => double.IsFinite(estimates[item.i])))
        {
            if (intervals?[i] is { } interval && double.IsFinite(interval.Low + interval.High))
            {
                var line = plot.Add.Line(interval.Low, y, interval.High, y);
                (line.Color, line.LineWidth) = (new(Palette.Blue), 3);
            }

            plot.Add.Marker(estimates[i], y, MarkerShape.FilledCircle, 11, new(Palette.Blue));
        }

        if (options.Reference is { } reference)
        {
            plot.Add.VerticalLine(reference, 1, new(Palette.Grey), LinePattern.Dashed);
        }

        return plot.Finish(options, isNamed: false);
    }

    /// <summary>What the axis of the values must reach: bars, ends of intervals, the reference.</summary>
    private static double[] ShownValues(IReadOnlyList<BarSeries> series, BarOptions options)
    {
        var ends = series.SelectMany(s => s.Intervals ?? [])
            .Where(interval => double.IsFinite(interval.Low + interval.High))
            .SelectMany(interval => (double[])[interval.Low, interval.High]);
        return [.. series.SelectMany(s => s.Values).Concat(ends).Append(options.Reference ?? double.NaN)
            .Where(value => double.IsFinite(value) && (!options.Logarithmic || value > 0))];
    }

    private static ScottPlot.Bar BarOf(BarSeries series, int index, int count, BarOptions options, double floor)
    {
        RequireSame($"values of '{series.Name}'", series.Values.Count, "labels", count);
        RequireSame($"texts of '{series.Name}'", series.Texts?.Count ?? count, "labels", count);
        RequireSame($"colours of '{series.Name}'", series.Colors?.Count ?? count, "labels", count);
        RequireSame($"intervals of '{series.Name}'", series.Intervals?.Count ?? count, "labels", count);
        double value = series.Values[index];
        bool isDrawn = double.IsFinite(value) && (!options.Logarithmic || value > 0);
        return new ScottPlot.Bar
        {
            ValueBase = floor,
            Value = !isDrawn ? floor : options.Logarithmic ? Math.Log10(value) : value,
            ValueLabel = !double.IsFinite(value) ? "N/A" : series.Texts?[index]
                ?? (options.Format.Length > 0 ? value.ToString(options.Format, CultureInfo.InvariantCulture) : ""),
            LineWidth = 0,
        };
    }

    private static void AddIntervals(Plot plot, BarSeries series, List<ScottPlot.Bar> bars, Func<double, double> height)
    {
        if (series.Intervals is not { } intervals)
        {
            return;
        }

        foreach (var (bar, interval) in bars.Zip(intervals).Where(pair => double.IsFinite(pair.Second.Low + pair.Second.High)))
        {
            var line = plot.Add.Line(bar.Position, height(interval.Low), bar.Position, height(interval.High));
            (line.Color, line.LineWidth) = (new(Theme.Light.Ink), 2);
            bar.ValueLabel = ""; // it would stand on the interval
        }
    }
}
