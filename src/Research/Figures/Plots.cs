using System.Globalization;
using ScottPlot;

namespace Research.Figures;

/// <summary>What every plot can be told.</summary>
public record PlotOptions
{
    /// <summary>Title of the horizontal axis.</summary>
    public string X { get; init; } = "";

    /// <summary>Title of the vertical axis.</summary>
    public string Y { get; init; } = "";

    /// <summary>
    /// Whether a legend stands at the right, outside the data. Panels of a grid share one, so that all but one say no.
    /// </summary>
    public bool Legend { get; init; } = true;
}

/// <summary>
/// Plots of arrays and labels, found by typing a dot after a <see cref="Chart"/>, a <see cref="ChartGrid"/> or a panel of one.
/// Each gives back what it drew on, so that the caller may go on changing it.
/// </summary>
/// <example><code>new Chart("Scores by action").HeatMap(scores, actions, ["Precision", "Recall", "F1"])</code></example>
public static partial class Plots
{
    /// <summary>Width of a letter of the theme's text in CSS pixels, nearly.</summary>
    internal const double LetterWidth = 7.6;

    /// <summary>What a chart leaves for the data of its width, beside axis and legend, nearly.</summary>
    private static double DataWidth(Plot plot) => plot is Chart { Width: var width } ? Math.Max(width - 170, 0.72 * width)
        : 0.72 * Theme.Width;

    /// <summary>Breaks text at spaces, and words that are longer than a line.</summary>
    /// <param name="text">The text; its own line breaks stay.</param>
    /// <param name="letters">Letters in a line at most, at least 1.</param>
    internal static string Wrap(string text, int letters)
    {
        var lines = new List<string>();
        foreach (string paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            string line = "";
            foreach (string word in paragraph.Split(' ')
                .SelectMany(word => word.Length == 0 ? [word] : word.Chunk(letters).Select(part => new string(part))))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > letters)
                {
                    lines.Add(line);
                    line = word;
                }
                else
                {
                    line = line.Length == 0 ? word : $"{line} {word}";
                }
            }

            lines.Add(line);
        }

        return string.Join('\n', lines);
    }

    internal static Color ColorAt(int index, int count) =>
        new(count <= Palette.Categorical.Count ? Palette.Categorical[index] : Palette.ViridisAt((index + 1) / (count + 1.0)));

    internal static T Finish<T>(this T plot, PlotOptions options, bool isNamed)
        where T : Plot
    {
        plot.XLabel(Wrap(options.X, Math.Max(12, (int)(DataWidth(plot) / LetterWidth))));
        plot.YLabel(Wrap(options.Y, Math.Max(12, (int)(((plot as Chart)?.Height ?? Theme.Height) * 0.8 / LetterWidth))));
        if (options.Legend && isNamed)
        {
            plot.ShowLegend(Edge.Right);
        }

        plot.HideLegend(); // the one inside the data, which ScottPlot shows by itself

        return plot;
    }

    /// <summary>Names along the bottom, at 0, 1, 2, …: broken where they fit so, else turned.</summary>
    private static void NamesBelow(Plot plot, IReadOnlyList<string> names, double width)
    {
        int letters = (int)(width / Math.Max(1, names.Count) / LetterWidth);
        string[] broken = [.. names.Select(name => Wrap(name, Math.Max(letters, 4)))];
        bool fit = names.All(name => name.Split(' ', '\n').All(word => word.Length <= letters))
            && broken.All(name => name.Count(c => c == '\n') < 4);
        string[] shown = fit ? broken : [.. names.Select(name => Wrap(name, 24))];
        var axis = plot.Axes.Bottom;
        axis.SetTicks([.. Enumerable.Range(0, names.Count).Select(i => (double)i)], shown);
        if (!fit)
        {
            int longest = shown.SelectMany(name => name.Split('\n')).Max(line => line.Length);
            (axis.TickLabelStyle.Rotation, axis.TickLabelStyle.Alignment) = (-50, ScottPlot.Alignment.UpperRight);
            axis.MinimumSize = (float)(longest * LetterWidth * 0.77) + 40;
        }

        plot.Axes.SetLimitsX(-0.5, names.Count - 0.5);
        plot.Grid.XAxisStyle.IsVisible = false;
    }

    /// <summary>Names along the left at 0, 1, 2, … from the top.</summary>
    private static void NamesAtLeft(Plot plot, IReadOnlyList<string> names)
    {
        plot.Axes.Left.SetTicks([.. Enumerable.Range(0, names.Count).Select(i => (double)(names.Count - 1 - i))],
            [.. names.Select(name => Wrap(name, 24))]);
        plot.Axes.SetLimitsY(-0.5, names.Count - 0.5);
        plot.Grid.YAxisStyle.IsVisible = false;
    }

    /// <summary>
    /// Ticks of an axis whose values are common logarithms: 1, 2 and 5 times powers of ten, or powers only where there are many.
    /// </summary>
    private static void LogarithmicTicks(IAxis axis, IEnumerable<double> logarithms)
    {
        double[] finite = [.. logarithms.Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            return;
        }

        double low = finite.Min(), high = finite.Max();
        int[] steps = high - low > 3 ? [1] : [1, 2, 5];
        double[] ticks = [.. Enumerable.Range((int)Math.Floor(low) - 1, (int)Math.Ceiling(high) - (int)Math.Floor(low) + 3)
            .SelectMany(power => steps.Select(step => power + Math.Log10(step)))];
        axis.SetTicks(ticks, [.. ticks.Select(tick => Math.Pow(10, tick)
            .ToString("0.############", CultureInfo.InvariantCulture))]);
    }

    /// <summary>A colour bar at the right, in the theme's text.</summary>
    private static void AddColorBar(Plot plot, IHasColorAxis source, string title)
    {
        var bar = plot.Add.ColorBar(source);
        bar.Width = 16;
        Theme.Light.Apply(bar.Axis);
        bar.Label = title;
    }

    private static double Logarithm(double value) => value > 0 ? Math.Log10(value) : double.NaN;

    /// <summary>Refuses an empty list.</summary>
    private static void Require<TItem>(IReadOnlyCollection<TItem> items, string what)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0)
        {
            throw new ArgumentException($"There is nothing to draw: found no {what}, expected at least one.");
        }
    }

    /// <summary>Refuses lists of different lengths.</summary>
    private static void RequireSame(string what, int count, string whatElse, int expected)
    {
        if (count != expected)
        {
            throw new ArgumentException($"Found {count} {what}, expected {expected}, as many as {whatElse}.");
        }
    }
}
