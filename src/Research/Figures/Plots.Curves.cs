using ScottPlot;

namespace Research.Figures;

/// <summary>A line through points, with a band where it has one.</summary>
/// <param name="Name">What the legend calls it; empty: not in the legend.</param>
/// <param name="Y">The values; NaN leaves a gap.</param>
public sealed record Curve(string Name, IReadOnlyList<double> Y)
{
    /// <summary>Their places; 1, 2, 3, … if null.</summary>
    public IReadOnlyList<double>? X { get; init; }

    /// <summary>The band's lower and upper edge at each point; null: no band.</summary>
    public IReadOnlyList<(double Low, double High)>? Band { get; init; }

    /// <summary><c>#rrggbb</c>; null: the palette's next.</summary>
    public string? Color { get; init; }

    /// <summary>Whether it is dashed, as references and validation curves are.</summary>
    public bool Dashed { get; init; }

    /// <summary>Whether each point has a marker; null: where there are at most 25.</summary>
    public bool? Markers { get; init; }
}

/// <summary>Losses or scores of one run, an entry per epoch.</summary>
/// <param name="Run">Its name. Runs of one name are seeds: their mean is drawn, and a band from the lowest to the
/// highest.</param>
/// <param name="Training">Over the training data; may be empty.</param>
/// <param name="Validation">Over the validation data; may be empty.</param>
public sealed record TrainingCurve(string Run, IReadOnlyList<double> Training, IReadOnlyList<double> Validation);

/// <summary>How curves are drawn.</summary>
public record CurveOptions : PlotOptions
{
    /// <summary>Whether the vertical axis is logarithmic; values that are not above 0 are left out.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>A dashed horizontal line, such as what chance reaches.</summary>
    public double? Reference { get; init; }

    /// <summary>Whether the highest value of a validation curve is its best; else the lowest.</summary>
    public bool HigherIsBetter { get; init; }
}

public static partial class Plots
{
    /// <summary>Lines through points.</summary>
    /// <param name="plot">What to draw on.</param>
    /// <param name="curves">The curves, at least one.</param>
    /// <param name="options">Axes, legend, scale.</param>
    /// <exception cref="ArgumentException">There is no curve, none has a point, or a curve's lists differ in length.</exception>
    public static T Curves<T>(this T plot, IReadOnlyList<Curve> curves, CurveOptions? options = null)
        where T : Plot
    {
        ArgumentNullException.ThrowIfNull(plot);
        Require(curves, "curve");
        Require([.. curves.SelectMany(curve => curve.Y)], "point of a curve");
        options ??= new();
        Func<double, double> height = options.Logarithmic ? Logarithm : static value => value;
        for (int index = 0; index < curves.Count; index++)
        {
            Draw(plot, curves[index], curves[index].Color is { } color ? new(color) : ColorAt(index, curves.Count), height);
        }

        if (options.Reference is { } reference)
        {
            plot.Add.HorizontalLine(height(reference), 1, new(Palette.Grey), LinePattern.Dashed);
        }

        if (curves.All(curve => curve.X is null))
        {
            int points = curves.Max(curve => curve.Y.Count);
            double margin = Math.Max(0.4, 0.03 * points);
            plot.Axes.SetLimitsX(1 - margin, points + margin);
        }

        if (curves.All(curve => curve.X is null || curve.X.All(double.IsInteger)))
        {
            plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        }

        if (options.Logarithmic)
        {
            LogarithmicTicks(plot.Axes.Left, curves.SelectMany(curve => curve.Y).Select(Logarithm));
        }

        return plot.Finish(options, curves.Count(curve => curve.Name.Length > 0) > 1);
    }

    /// <summary>Training (solid) and validation (dashed) by epoch, with a ring around the best validation value.</summary>
    /// <param name="plot">What to draw on.</param>
    /// <param name="runs">The runs, at least one with an epoch.</param>
    /// <param name="options">Axes, legend, scale; and which end is the best.</param>
    /// <exception cref="ArgumentException">There is no run, or one without an epoch.</exception>
    public static T TrainingCurves<T>(this T plot, IReadOnlyList<TrainingCurve> runs, CurveOptions? options = null)
        where T : Plot
    {
        ArgumentNullException.ThrowIfNull(plot);
        Require(runs, "run");
        if (runs.FirstOrDefault(run => run.Training.Count + run.Validation.Count == 0) is { } empty)
        {
            throw new ArgumentException($"The run '{empty.Run}' has no epoch.");
        }

        options ??= new();
        var groups = runs.GroupBy(run => run.Run).ToArray();
        bool single = groups.Length == 1;
        var curves = new List<Curve>();
        for (int index = 0; index < groups.Length; index++)
        {
            string color = ColorAt(index, groups.Length).ToHex(), other = single ? Palette.Vermilion : color;
            bool hasTraining = groups[index].Any(run => run.Training.Count > 0);
            AddMean(curves, single ? "training" : groups[index].Key, [.. groups[index].Select(run => run.Training)], color);
            AddMean(curves, single ? "validation" : hasTraining ? "" : groups[index].Key,
                [.. groups[index].Select(run => run.Validation)], other);
            curves[^1] = curves[^1] with { Dashed = groups[index].Any(run => run.Validation.Count > 0) };
        }

        bool bothDrawn = runs.Any(run => run.Training.Count > 0) && runs.Any(run => run.Validation.Count > 0);
        string y = !single && bothDrawn && options.Y.Length > 0 ? $"{options.Y} (dashed: validation)" : options.Y;
        plot.Curves(curves, options with { X = options.X.Length > 0 ? options.X : "Epoch", Y = y });
        foreach (var curve in curves.Where(curve => curve.Dashed && curve.Y.Any(double.IsFinite)))
        {
            double best = options.HigherIsBetter ? curve.Y.Where(double.IsFinite).Max() : curve.Y.Where(double.IsFinite).Min();
            double place = 1 + curve.Y.ToList().IndexOf(best);
            plot.Add.Marker(place, options.Logarithmic ? Logarithm(best) : best, MarkerShape.OpenCircle, 14,
                new(curve.Color!)).MarkerLineWidth = 2;
        }

        return plot;
    }

    /// <summary>Reliability: the observed share over the predicted probability, with the diagonal of a perfect model.</summary>
    /// <param name="plot">What to draw on.</param>
    /// <param name="curves">X: predicted, Y: observed, both in [0, 1].</param>
    /// <param name="options">Axes and legend.</param>
    public static T Calibration<T>(this T plot, IReadOnlyList<Curve> curves, PlotOptions? options = null)
        where T : Plot => UnitSquare(plot, curves, options ?? new(), "Predicted probability", "Observed share", chance: null);

    /// <summary>Receiver operating characteristic, with the diagonal of a random ranking.</summary>
    /// <param name="plot">What to draw on.</param>
    /// <param name="curves">X: false-positive rate, Y: true-positive rate, both in [0, 1].</param>
    /// <param name="options">Axes and legend.</param>
    public static T Roc<T>(this T plot, IReadOnlyList<Curve> curves, PlotOptions? options = null)
        where T : Plot => UnitSquare(plot, curves, options ?? new(), "False-positive rate", "True-positive rate", chance: null);

    /// <summary>Precision over recall, with the precision of a random ranking.</summary>
    /// <param name="plot">What to draw on.</param>
    /// <param name="curves">X: recall, Y: precision, both in [0, 1].</param>
    /// <param name="prevalence">Fraction of positives, in [0, 1].</param>
    /// <param name="options">Axes and legend.</param>
    public static T PrecisionRecall<T>(this T plot, IReadOnlyList<Curve> curves, double prevalence, PlotOptions? options = null)
        where T : Plot => UnitSquare(plot, curves, options ?? new(), "Recall", "Precision", prevalence);

    private static T UnitSquare<T>(T plot, IReadOnlyList<Curve> curves, PlotOptions options, string x, string y, double? chance)
        where T : Plot
    {
        var line = plot.Add.Line(0, chance ?? 0, 1, chance ?? 1);
        (line.Color, line.LinePattern, line.LineWidth) = (new(Palette.Grey), LinePattern.Dashed, 1);
        plot.Curves(curves,
            new CurveOptions
            {
                X = options.X.Length > 0 ? options.X : x,
                Y = options.Y.Length > 0 ? options.Y : y,
                Legend = options.Legend,
            });
        plot.Axes.SetLimits(-0.02, 1.02, -0.02, 1.02);
        return plot;
    }

    private static void Draw(Plot plot, Curve curve, Color color, Func<double, double> height)
    {
        double[] x = curve.X is { } places ? [.. places] : [.. Enumerable.Range(1, curve.Y.Count).Select(i => (double)i)];
        RequireSame($"places of the curve '{curve.Name}'", x.Length, "its values", curve.Y.Count);
        if (curve.Band is { } band)
        {
            RequireSame($"edges of the band of '{curve.Name}'", band.Count, "its values", curve.Y.Count);
            var edges = x.Zip(band, (at, edge) => (at, height(edge.Low), height(edge.High)))
                .Where(e => double.IsFinite(e.Item2 + e.Item3)).ToArray();
            if (edges.Length > 0)
            {
                var area = plot.Add.FillY(edges);
                (area.FillColor, area.LineWidth, area.MarkerSize) = (color.WithAlpha(0.2), 0, 0);
            }
        }

        var line = plot.Add.Scatter(x, curve.Y.Select(value => double.IsFinite(value) ? height(value) : double.NaN).ToArray(),
            color);
        line.LegendText = Wrap(curve.Name, 26);
        line.LineWidth = 2;
        line.LinePattern = curve.Dashed ? LinePattern.Dashed : LinePattern.Solid;
        line.MarkerSize = curve.Markers ?? curve.Y.Count <= 25 ? 6 : 0;
    }

    /// <summary>Adds the mean of some seeds' curves over the epochs that any has, with a band where there are several.</summary>
    private static void AddMean(List<Curve> curves, string name, IReadOnlyList<double>[] seeds, string color)
    {
        int epochs = seeds.Max(seed => seed.Count);
        if (epochs == 0)
        {
            return;
        }

        double[][] columns = Enumerable.Range(0, epochs)
            .Select(epoch => seeds.Where(seed => seed.Count > epoch).Select(seed => seed[epoch]).ToArray()).ToArray();
        curves.Add(new Curve(name, [.. columns.Select(values => values.Average())])
        {
            Color = color,
            Band = seeds.Length > 1 ? [.. columns.Select(values => (values.Min(), values.Max()))] : null,
        });
    }
}
