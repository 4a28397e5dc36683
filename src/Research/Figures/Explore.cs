using System.Globalization;

namespace Research.Figures;

/// <summary>
/// Figures that one explores in a notebook or a page: hover over a point, zoom, choose runs in the legend, brush an axis.
/// </summary>
public static partial class Explore
{
    /// <summary>Height of a panel among several, in CSS pixels.</summary>
    private const int PanelHeight = 260, TitleHeight = 90;

    /// <summary>So many points are drawn one by one; more would make the page slow.</summary>
    public const int MostPoints = 20_000;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot"];

    /// <summary>
    /// A point each, coloured by class: codes of frames on two principal components. Rare classes are drawn over common ones.
    /// </summary>
    /// <param name="text">What is written around it.</param>
    /// <param name="places"><c>[N, 2]</c>: each point's place, finite; N is 1 to 20,000.</param>
    /// <param name="classes"><c>[N]</c>: each point's class.</param>
    /// <param name="notes"><c>[N]</c>: what hovering over each point shows beside its class, such as its frame and keys; none
    /// leaves it out.
    /// </param>
    /// <exception cref="ArgumentException">The lengths differ, there is no point or too many, or a place is not finite.
    /// </exception>
    public static ExploredFigure Points(
        ExploreText text, float[,] places, IReadOnlyList<string> classes, IReadOnlyList<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(classes);
        int count = classes.Count;
        Expect(
            places.GetLength(1) == 2,
            $"places of [N, 2]; found [{places.GetLength(0)}, {places.GetLength(1)}]",
            nameof(places));
        Expect(
            places.GetLength(0) == count,
            $"a class for each of {places.GetLength(0)} points; found {count}",
            nameof(classes));
        Expect(
            notes is null || notes.Count == count,
            $"a note for each of {count} points; found {notes?.Count}",
            nameof(notes));
        Expect(count is > 0 and <= MostPoints, $"1 to {MostPoints} points; found {count}", nameof(places));
        for (int row = 0; row < count; row++)
        {
            Expect(float.IsFinite(places[row, 0]) && float.IsFinite(places[row, 1]),
                string.Create(Invariant, $"finite places; found ({places[row, 0]}, {places[row, 1]}) at point {row}"),
                nameof(places));
        }

        var traces = Enumerable.Range(0, count).GroupBy(row => classes[row]).OrderByDescending(group => group.Count())
            .Select((group, i) => new TraceSpec(
                string.Create(Invariant, $"{group.Key} (n={group.Count():N0})"),
                [.. group.Select(row => Rounded(places[row, 0]))], [.. group.Select(row => Rounded(places[row, 1]))])
            {
                Color = Color(i),
                Points = i == 0 ? 5 : 7,
                Opacity = 0.7,
                Notes = notes is null ? [] : [.. group.Select(row => notes[row])],
            });
        return new(text, Single(text, [.. traces]));
    }

    /// <summary>
    /// A point for each variant of a model, by two scores: perplexity against PSNR. Names stand beside points that lie apart, and
    /// come up by hovering over the others.
    /// </summary>
    /// <param name="text">What is written around it.</param>
    /// <param name="names"><c>[N]</c>: the variants, N at least 1.</param>
    /// <param name="x"><c>[N]</c>: one score; a variant without it (NaN) is named below the title and not drawn.</param>
    /// <param name="y"><c>[N]</c>: the other score, likewise.</param>
    /// <param name="groups"><c>[N]</c>: what each variant belongs to, which gives its colour; all in one by default.</param>
    /// <exception cref="ArgumentException">The lengths differ, a name comes twice, or no variant has both scores.</exception>
    public static ExploredFigure Variants(
        ExploreText text, IReadOnlyList<string> names, IReadOnlyList<double> x, IReadOnlyList<double> y,
        IReadOnlyList<string>? groups = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Expect(
            x.Count == names.Count && y.Count == names.Count,
            $"two scores for each of {names.Count} variants; found {x.Count} and {y.Count}",
            nameof(x));
        Expect(
            groups is null || groups.Count == names.Count,
            $"a group for each of {names.Count} variants; found {groups?.Count}",
            nameof(groups));
        int[] drawn = [.. Enumerable.Range(0, names.Count).Where(i => double.IsFinite(x[i]) && double.IsFinite(y[i]))];
        Expect(drawn.Length > 0, $"a variant with both scores; found none among {names.Count}", nameof(x));
        var labelled = Apart(drawn, x, y);
        var traces = drawn.GroupBy(i => groups?[i] ?? "").Select((group, color) => new TraceSpec(
            group.Key, [.. group.Select(i => Rounded(x[i]))], [.. group.Select(i => Rounded(y[i]))])
        {
            Color = Color(color),
            Points = 10,
            Labels = [.. group.Select(i => labelled.Contains(i) ? names[i] : "")],
            Notes = [.. group.Select(i => names[i])],
            InLegend = groups is not null,
        });
        string absent = string.Join(", ", names.Where((_, i) => !drawn.Contains(i)));
        return new(text, Single(text, [.. traces]) with { Absent = absent.Length == 0 ? "" : $"without both scores: {absent}" });
    }

    /// <summary>
    /// Runs side by side: a panel for each measure, a colour for each run, taken away and brought back by the legend.
    /// </summary>
    /// <param name="text">What is written around it; <see cref="ExploreText.X"/> stands below each panel, and its height grows
    /// with the panels.
    /// </param>
    /// <param name="curves">The runs' measures, at least one with a finite value.</param>
    /// <exception cref="ArgumentException">There is no value to draw, a run has a measure twice, or a curve's lengths differ.
    /// </exception>
    public static ExploredFigure Runs(ExploreText text, IReadOnlyList<ExploredCurve> curves)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(curves);
        foreach (var curve in curves)
        {
            Expect(
                curve.X.Count == curve.Y.Count,
                $"as many values as epochs; found {curve.Y.Count} and {curve.X.Count} in {curve.Measure} of {curve.Run}",
                nameof(curves));
        }

        Expect(
            curves.Any(curve => curve.Y.Any(double.IsFinite)),
            $"a curve with a finite value; found none among {curves.Count}",
            nameof(curves));
        Expect(
            curves.DistinctBy(curve => (curve.Run, curve.Measure)).Count() == curves.Count,
            "each measure of a run once; found one twice",
            nameof(curves));
        string[] runs = [.. curves.Select(curve => curve.Run).Distinct()];
        string[] measures = [.. curves.Select(curve => curve.Measure).Distinct()];
        var shown = new HashSet<string>();
        IReadOnlyList<TraceSpec> Of(string measure) => [.. curves.Where(curve => curve.Measure == measure)
            .Select(curve => Trace(curve, Array.IndexOf(runs, curve.Run), shown.Add(curve.Run)))];
        PanelSpec[] panels = [.. measures.Select(measure =>
            new PanelSpec(measure, text.X, measures.Length == 1 ? measure : "", Of(measure)))];
        int columns = panels.Length == 1 ? 1 : 2;
        return new(text with { Height = HeightOf(text, (panels.Length + columns - 1) / columns) }, new(panels, columns, []));
    }

    /// <summary>
    /// A line for each run of a grid search through parallel axes; dragging along an axis keeps the runs in that range.
    /// </summary>
    /// <param name="text">What is written around it.</param>
    /// <param name="axes">Hyper-parameters, and a score last, which colours the lines; two at least, of N values each.</param>
    /// <exception cref="ArgumentException">There are fewer than two axes, their lengths differ, or no run has a value on each.
    /// </exception>
    public static ExploredFigure Grid(ExploreText text, IReadOnlyList<ExploredAxis> axes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(axes);
        Expect(axes.Count >= 2, $"a hyper-parameter and a score at least; found {axes.Count} axes", nameof(axes));
        int runs = axes[0].Values.Count;
        foreach (var axis in axes)
        {
            Expect(
                axis.Values.Count == runs,
                $"a value for each of {runs} runs; found {axis.Values.Count} of {axis.Name}",
                nameof(axes));
            Expect(
                axis.Values.All(value => value is double) || axis.Values.All(value => value is string),
                $"numbers or names, not both; found both in {axis.Name}",
                nameof(axes));
        }

        Expect(
            axes[^1].Values.All(value => value is double),
            $"a score in numbers; found names in {axes[^1].Name}",
            nameof(axes));
        bool IsWhole(int run) => axes.All(axis => axis.Values[run] is not double number || double.IsFinite(number));
        int[] drawn = [.. Enumerable.Range(0, runs).Where(IsWhole)];
        Expect(drawn.Length > 0, $"a run with a value on each axis; found none among {runs}", nameof(axes));
        string absent = drawn.Length == runs ? "" : $"{runs - drawn.Length} of {runs} runs lack a value and are not drawn";
        return new(text, new([], 1, [.. axes.Select(axis => Axis(axis, drawn))]) { Absent = absent });
    }

    private static ChartSpec Single(ExploreText text, IReadOnlyList<TraceSpec> traces) =>
        new([new PanelSpec("", text.X, text.Y, traces)], 1, []);

    private static int HeightOf(ExploreText text, int rows) => rows == 1 ? text.Height : TitleHeight + (rows * PanelHeight);

    private static TraceSpec Trace(ExploredCurve curve, int run, bool isFirst) =>
        new(curve.Run, curve.X, [.. curve.Y.Select(Rounded)])
        {
            Color = Color(run),
            Dash = Dashes[run / Palette.Categorical.Count % Dashes.Length],
            Line = 2,
            Points = curve.X.Count <= 40 ? 5 : 0,
            InLegend = isFirst,
            Notes = curve.Note.Length == 0 ? [] : [.. curve.X.Select(_ => curve.Note)],
        };

    private static AxisSpec Axis(ExploredAxis axis, int[] runs)
    {
        if (axis.Values[0] is double)
        {
            return new(axis.Name, [.. runs.Select(run => Rounded((double)axis.Values[run]))], []);
        }

        string[] names = [.. runs.Select(run => (string)axis.Values[run]).Distinct()];
        return new(axis.Name, [.. runs.Select(run => (double)Array.IndexOf(names, (string)axis.Values[run]))], names);
    }

    private static string Color(int i) => Palette.Categorical[i % Palette.Categorical.Count];

    /// <summary>Five digits: more cannot be seen, and would make the page large.</summary>
    private static double Rounded(double value) =>
        double.IsFinite(value) ? double.Parse(value.ToString("G5", Invariant), Invariant) : double.NaN;

    private static void Expect(bool holds, string expected, string argument)
    {
        if (!holds)
        {
            throw new ArgumentException($"expected {expected}.", argument);
        }
    }
}
