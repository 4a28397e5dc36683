using Research.Metrics;

namespace Research.Figures;

/// <summary>Policies against metrics: who looks good on which.</summary>
public static class PolicyScoresFigure
{
    /// <summary>A heat map with a row a policy, and the metrics from the kindest to the strictest as columns.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="scores">The policies, from the top.</param>
    /// <param name="actions">The actions whose frame F1 and, but for the first, onset F1 are shown.</param>
    public static Figure Draw(string title, IReadOnlyList<PolicyScores> scores, IReadOnlyList<string> actions)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(actions);
        (string Name, Func<PolicyScores, double?> Of)[] metrics =
        [
            ("Binary\naccuracy", s => s.BinaryAccuracy),
            ("Exact\nmatch", s => s.ExactMatch),
            ("Composite\nF1", s => s.CompositeF1),
            .. actions.Select(a => ($"{a}\nF1", (Func<PolicyScores, double?>)(s => s.FrameF1[a]))),
            .. actions.Skip(1).Select(a => ($"{a}\nonset ±1", (Func<PolicyScores, double?>)(s => s.OnsetF1Within1[a]))),
            .. actions.Skip(1).Select(a => ($"{a}\nonset ±0", (Func<PolicyScores, double?>)(s => s.OnsetF1[a]))),
        ];
        var values = new double[scores.Count, metrics.Length];
        for (int row = 0; row < scores.Count; row++)
        {
            for (int column = 0; column < metrics.Length; column++)
            {
                values[row, column] = metrics[column].Of(scores[row]) ?? double.NaN;
            }
        }

        return new Figure(title) { Height = 170 + 52 * scores.Count }.Add.Trace(new Heatmap(values)
        {
            Columns = [.. metrics.Select(m => m.Name)],
            Rows = [.. scores.Select(s => s.Policy)],
            Format = "0.00",
            Missing = "N/A",
            Scale = ColorScale.YellowGreenBlue,
            Range = (0, 1),
            ColorBar = "Score",
            Gap = 1,
        });
    }
}
