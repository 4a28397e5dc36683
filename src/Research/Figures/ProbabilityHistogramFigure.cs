using Research.Dodge;

namespace Research.Figures;

/// <summary>Which probabilities the windows of either kind got.</summary>
public static class ProbabilityHistogramFigure
{
    /// <summary>Two histograms over each other, and the threshold.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="evaluation">The predictions.</param>
    public static Figure Draw(string title, DodgeEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        var figure = new Figure(title)
        {
            Height = 420,
            Legend = Legend.Top,
            XAxis = { Title = "Predicted probability of a dodge (dashed: the threshold)", Range = (0, 1) },
            YAxis = { Title = "Windows" },
        };
        foreach (var (isDodge, name, color) in new[] { (false, "no dodge", Palette.Blue), (true, "dodge", Palette.Vermilion) })
        {
            float[] values = [.. evaluation.Probabilities.Where((_, row) => evaluation.Windows[row].IsDodge == isDodge)];
            figure.Add.Trace(new Histogram(values) { Bins = (0, 1.0001, 0.02), Name = name, Color = color, Opacity = 0.55 });
        }

        return figure.Add.VerticalLine(0.5);
    }
}
