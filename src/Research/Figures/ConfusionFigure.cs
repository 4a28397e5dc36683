using Research.Dodge;

namespace Research.Figures;

/// <summary>What was said of which windows.</summary>
public static class ConfusionFigure
{
    /// <summary>Rows: what is true; columns: what was predicted. Numbers of windows.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="evaluation">The predictions.</param>
    public static Figure Draw(string title, DodgeEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        var c = evaluation.Report.Confusions[1];
        double[,] counts = { { c.TrueNegatives, c.FalsePositives }, { c.FalseNegatives, c.TruePositives } };
        return new Figure(title) { Width = 620, Height = 460, XAxis = { Title = "Predicted" }, YAxis = { Title = "True" } }
            .Add.Trace(new Heatmap(counts)
            {
                Columns = ["no dodge", "dodge"],
                Rows = ["no dodge", "dodge"],
                Format = "0",
                Gap = 2,
                ColorBar = "windows",
                Range = (0, Math.Max(1, counts.Cast<double>().Max())),
            });
    }
}
