using System.Globalization;
using Research.Metrics;

namespace Research.Figures;

/// <summary>Heat maps of precision, recall and F1 of every action (figures 4, 6 and 10 of the Cuphead report).</summary>
public static class ActionHeatmapFigure
{
    private static readonly string[] Columns = ["Precision", "Recall", "F1"];

    /// <summary>A panel a model, side by side. Rows carry the support; of an action that does not occur they read N/A.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="models">The models, one to three, each with its name and its scores on the same frames.</param>
    /// <exception cref="ArgumentException">There is no model.</exception>
    public static Figure Draw(string title, params IReadOnlyList<(string Name, ClassificationReport Report)> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        RequireModels(models);
        var figure = new Figure(title, columns: models.Count) { Width = models.Count == 1 ? 800 : 580 * models.Count, Height = 480 };
        figure[0, 0].YAxis.Title = "Action (n = support)";
        for (int column = 0; column < models.Count; column++)
        {
            var (name, report) = models[column];
            figure[0, column].Title = name;
            figure[0, column].Add.Trace(Scores(report) with { ColorBar = column == models.Count - 1 ? "" : null });
        }

        return figure;
    }

    /// <summary>Small multiples, four in a row, from the best composite F1 to the worst.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="models">The models, each with its name and its scores on the same frames.</param>
    /// <param name="compositeActions">The actions whose mean F1 is the composite.</param>
    /// <exception cref="ArgumentException">There is no model.</exception>
    public static Figure DrawAll(
        string title, IReadOnlyList<(string Name, ClassificationReport Report)> models, IReadOnlyList<string> compositeActions)
    {
        const int PerRow = 4;
        RequireModels(models);
        int columns = Math.Min(PerRow, models.Count);
        int rows = (models.Count + PerRow - 1) / PerRow;
        var figure = new Figure(title, rows, columns) { Width = 170 + 330 * columns, Height = 110 + 350 * rows, SharedY = true };
        var sorted = ByComposite(models, compositeActions);
        for (int index = 0; index < sorted.Count; index++)
        {
            var (name, report, composite) = sorted[index];
            var panel = figure[index / PerRow, index % PerRow];
            panel.Title = $"{name}\nComposite F1: {composite?.ToString("0.00", CultureInfo.InvariantCulture) ?? "N/A"}";
            panel.Add.Trace(Scores(report));
        }

        return figure;
    }

    /// <summary>Models from the best composite F1 to the worst; those without one last, equals in the given order.</summary>
    internal static IReadOnlyList<(string Name, ClassificationReport Report, double? Composite)> ByComposite(
        IReadOnlyList<(string Name, ClassificationReport Report)> models, IReadOnlyList<string> compositeActions) =>
        [.. models.Select(m => (m.Name, m.Report, Composite: m.Report.CompositeF1([.. compositeActions])))
            .OrderByDescending(m => m.Composite ?? double.NegativeInfinity)];

    internal static void RequireModels(IReadOnlyList<(string Name, ClassificationReport Report)> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count == 0)
        {
            throw new ArgumentException("There is no model to draw.", nameof(models));
        }
    }

    private static Heatmap Scores(ClassificationReport report)
    {
        var values = new double[report.Actions.Count, Columns.Length];
        for (int row = 0; row < report.Actions.Count; row++)
        {
            var score = report.Actions[row];
            (values[row, 0], values[row, 1], values[row, 2]) = (score.Precision ?? double.NaN, score.Recall ?? double.NaN, score.F1 ?? double.NaN);
        }

        return new Heatmap(values)
        {
            Columns = Columns,
            Rows = [.. report.Actions.Select(a => $"{a.Action} (n={a.Support})")],
            Format = "0.00",
            Missing = "N/A",
            Scale = ColorScale.YellowGreenBlue,
            Range = (0, 1),
            Gap = 1,
        };
    }
}
