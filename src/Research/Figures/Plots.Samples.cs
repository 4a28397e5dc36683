using System.Globalization;
using ScottPlot;

namespace Research.Figures;

/// <summary>Numbers whose distribution is drawn.</summary>
/// <param name="Name">What the legend or the row calls them.</param>
/// <param name="Values">The numbers; those that are not finite are left out.</param>
/// <param name="IsReference">Whether a line is drawn instead of bars, for what the others are compared with.</param>
public sealed record Sample(string Name, IReadOnlyList<double> Values, bool IsReference = false);

/// <summary>How samples are drawn.</summary>
public record SampleOptions : PlotOptions
{
    /// <summary>
    /// The first bin's start, the last one's end, and a bin's width; null: 30 bins over all values. Values beyond go into the
    /// outermost.
    /// </summary>
    public (double Start, double End, double Width)? Bins { get; init; }

    /// <summary>Whether bars are shares of their sample instead of counts.</summary>
    public bool Shares { get; init; }

    /// <summary>Whether the values' axis of a box plot is logarithmic; values that are not above 0 are left out.</summary>
    public bool Logarithmic { get; init; }
}

public static partial class Plots
{
    private const int MostBins = 2000;

    /// <summary>How often values fall into bins, a translucent colour for each sample.</summary>
    /// <param name="plot">What to draw on.</param>
    /// <param name="samples">The samples, at least one.</param>
    /// <param name="options">Bins, axes, legend.</param>
    /// <exception cref="ArgumentException">There is no sample, none has a finite value, or the bins are not some.</exception>
    public static T Histogram<T>(this T plot, IReadOnlyList<Sample> samples, SampleOptions? options = null)
        where T : Plot
    {
        ArgumentNullException.ThrowIfNull(plot);
        double[] all = Finite(samples);
        options ??= new();
        double low = all.Min(), high = all.Max();
        var (start, end, width) = options.Bins ?? (low, high > low ? high : low + 1, (high > low ? high - low : 1) / 30);
        double bins = Math.Ceiling((end - start) / width - 1e-9);
        if (!(bins >= 1 && bins <= MostBins))
        {
            throw new ArgumentException($"Found bins of {width} from {start} to {end}, expected 1 to {MostBins} of them.");
        }

        for (int index = 0; index < samples.Count; index++)
        {
            double[] counts = Counts(samples[index].Values, start, width, (int)bins, options.Shares);
            var color = ColorAt(index, samples.Count);
            if (samples[index].IsReference)
            {
                double[] x = [.. Enumerable.Range(0, counts.Length).Select(bin => start + (bin + 0.5) * width)];
                var line = plot.Add.Scatter(x, counts, color);
                (line.MarkerSize, line.LineWidth, line.LegendText) = (0, 2, samples[index].Name);
                continue;
            }

            var bars = plot.Add.Bars(counts.Select((count, bin) => new ScottPlot.Bar
            {
                Position = start + (bin + 0.5) * width,
                Value = count,
                Size = width * 0.96,
                LineWidth = 0,
                FillColor = color.WithAlpha(samples.Count(sample => !sample.IsReference) > 1 ? 0.6 : 0.9),
            }).ToArray());
            bars.LegendText = samples[index].Name;
        }

        plot.Axes.Margins(0.02, 0.02, 0, 0.08);
        return plot.Finish(options with { Y = options.Y.Length > 0 ? options.Y : options.Shares ? "Share" : "Count" },
            samples.Count > 1);
    }

    /// <summary>A box a sample, quartiles with whiskers to 1.5 interquartile ranges, the values beyond as points.</summary>
    /// <param name="plot">What to draw on.</param>
    /// <param name="samples">The samples, at least one; an empty one keeps its place.</param>
    /// <param name="options">Axes and scale.</param>
    /// <exception cref="ArgumentException">There is no sample, or none has a finite value.</exception>
    public static T Boxes<T>(this T plot, IReadOnlyList<Sample> samples, SampleOptions? options = null)
        where T : Plot
    {
        ArgumentNullException.ThrowIfNull(plot);
        Finite(samples);
        options ??= new();
        var drawn = new List<double>();
        for (int index = 0; index < samples.Count; index++)
        {
            double[] values = [.. samples[index].Values.Select(value => options.Logarithmic ? Logarithm(value) : value)
                .Where(double.IsFinite).Order()];
            if (values.Length == 0)
            {
                continue;
            }

            drawn.AddRange([values[0], values[^1]]);
            double first = Quantile(values, 0.25), third = Quantile(values, 0.75), reach = 1.5 * (third - first), at = index;
            double[] inside = [.. values.Where(value => value >= first - reach && value <= third + reach)];
            var color = ColorAt(index, Math.Max(8, samples.Count));
            var box = new ScottPlot.Box
            {
                Position = at,
                BoxMin = first,
                BoxMax = third,
                BoxMiddle = Quantile(values, 0.5),
                WhiskerMin = inside[0],
                WhiskerMax = inside[^1],
                Width = 0.6,
            };
            plot.Add.Box(box); // gives it a colour of its own
            (box.FillColor, box.LineColor, box.LineWidth) = (color.WithAlpha(0.35), color, 1.5f);
            double[] outliers = [.. values.Where(value => value < first - reach || value > third + reach)];
            plot.Add.Markers([.. outliers.Select(_ => at)], outliers, MarkerShape.FilledCircle, 4, color.WithAlpha(0.6));
        }

        if (options.Logarithmic)
        {
            LogarithmicTicks(plot.Axes.Left, drawn);
        }

        double margin = Math.Max(0.04 * (drawn.Max() - drawn.Min()), 0.04);
        NamesBelow(plot, [.. samples.Select(Label)], DataWidth(plot));
        plot.Axes.SetLimitsY(drawn.Min() - margin, drawn.Max() + margin);
        return plot.Finish(options, isNamed: false);

        static string Label(Sample sample) =>
            $"{sample.Name}\n(n={sample.Values.Count.ToString("N0", CultureInfo.InvariantCulture)})";
    }

    /// <summary>Points in the colour of their class; the rarest lie on top, and are larger.</summary>
    /// <param name="plot">What to draw on.</param>
    /// <param name="x">Horizontal places.</param>
    /// <param name="y">Vertical places.</param>
    /// <param name="classes">A class for each point.</param>
    /// <param name="options">Axes and legend.</param>
    /// <exception cref="ArgumentException">There is no point, or lists differ in length.</exception>
    public static T ScatterByClass<T>(
        this T plot, IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<string> classes, PlotOptions? options = null)
        where T : Plot
    {
        ArgumentNullException.ThrowIfNull(plot);
        Require(x, "point");
        RequireSame("vertical places", y.Count, "horizontal ones", x.Count);
        RequireSame("classes", classes.Count, "points", x.Count);
        var groups = Enumerable.Range(0, x.Count).Where(i => double.IsFinite(x[i] + y[i])).GroupBy(i => classes[i])
            .OrderByDescending(group => group.Count()).ToArray();
        for (int index = 0; index < groups.Length; index++)
        {
            int[] points = [.. groups[index]];
            double share = points.Length / (double)x.Count;
            var markers = plot.Add.Markers(points.Select(i => x[i]).ToArray(), points.Select(i => y[i]).ToArray(),
                MarkerShape.FilledCircle,
                share > 0.2 ? 6 : 10, ColorAt(index, groups.Length).WithAlpha(0.75));
            markers.LegendText =
                $"{Wrap(groups[index].Key, 22)} (n={points.Length.ToString("N0", CultureInfo.InvariantCulture)})";
        }

        return plot.Finish(options ?? new(), isNamed: true);
    }

    /// <summary>
    /// How often the entries of codebooks are chosen, most frequent first, on a logarithmic scale; entries never chosen have no
    /// point.
    /// </summary>
    /// <param name="plot">What to draw on.</param>
    /// <param name="codebooks">A name and how often each entry was chosen.</param>
    /// <param name="options">Axes and legend.</param>
    /// <exception cref="ArgumentException">There is no codebook, or one without an entry.</exception>
    public static T CodebookUsage<T>(
        this T plot, IReadOnlyList<(string Name, IReadOnlyList<long> Counts)> codebooks, PlotOptions? options = null)
        where T : Plot
    {
        Require(codebooks, "codebook");
        var curves = new List<Curve>();
        foreach (var (name, counts) in codebooks)
        {
            Require([.. counts], $"entry of the codebook '{name}'");
            double total = Math.Max(1, counts.Sum());
            double[] shares = [.. counts.Where(count => count > 0).OrderDescending().Select(count => count / total)];
            curves.Add(new($"{name}: {shares.Length} of {counts.Count}", shares.Length > 0 ? shares
                : [double.NaN])
            { Markers = shares.Length <= 25 });
        }

        options ??= new();
        plot.Curves(curves, new CurveOptions
        {
            Logarithmic = true,
            Legend = false,
            X = options.X.Length > 0 ? options.X : "Entry, most frequent first",
            Y = options.Y.Length > 0 ? options.Y : "Share of all choices",
        });
        return plot.Finish(options with { X = plot.Axes.Bottom.Label.Text, Y = plot.Axes.Left.Label.Text }, isNamed: true);
    }

    private static double[] Counts(IReadOnlyList<double> values, double start, double width, int bins, bool shares)
    {
        double[] counts = new double[bins], finite = [.. values.Where(double.IsFinite)];
        foreach (double value in finite)
        {
            counts[Math.Clamp((int)Math.Floor(Math.Clamp((value - start) / width, -1, bins)), 0, bins - 1)]++;
        }

        return shares ? [.. counts.Select(count => count / Math.Max(1, finite.Length))] : counts;
    }

    private static double[] Finite(IReadOnlyList<Sample> samples)
    {
        Require(samples, "sample");
        double[] finite = [.. samples.SelectMany(sample => sample.Values).Where(double.IsFinite)];
        Require(finite, "finite value in the samples");
        return finite;
    }

    /// <summary>A quantile of sorted values, linear between them.</summary>
    private static double Quantile(double[] sorted, double part)
    {
        double at = part * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
