namespace Research.Metrics;

/// <summary>Precision, recall and F1 of one action.</summary>
/// <param name="Action">Name of the action.</param>
/// <param name="Support">How often it truly occurs: tp + fn.</param>
/// <param name="Predicted">How often it was predicted: tp + fp.</param>
/// <param name="TruePositives">How often both agree (tp).</param>
public sealed record ActionScore(string Action, int Support, int Predicted, int TruePositives)
{
    /// <summary>How often it was predicted and does not occur (fp).</summary>
    public int FalsePositives => Predicted - TruePositives;

    /// <summary>How often it occurs and was not predicted (fn).</summary>
    public int FalseNegatives => Support - TruePositives;

    /// <summary>tp / (tp + fp); 0 where nothing was predicted; null where the action does not occur.</summary>
    public double? Precision => Support == 0 ? null : Predicted == 0 ? 0 : (double)TruePositives / Predicted;

    /// <summary>tp / (tp + fn); null where the action does not occur.</summary>
    public double? Recall => Support == 0 ? null : (double)TruePositives / Support;

    /// <summary>2 tp / (2 tp + fp + fn); null where the action does not occur.</summary>
    public double? F1 => Support == 0 ? null : 2.0 * TruePositives / (Support + Predicted);
}

/// <summary>How the frames divide on one action, in scikit-learn's order.</summary>
/// <param name="Action">Name of the action.</param>
/// <param name="TrueNegatives">Neither occurs nor predicted.</param>
/// <param name="FalsePositives">Predicted, does not occur.</param>
/// <param name="FalseNegatives">Occurs, not predicted.</param>
/// <param name="TruePositives">Occurs and predicted.</param>
public sealed record ActionConfusion(string Action, int TrueNegatives, int FalsePositives, int FalseNegatives, int TruePositives);

/// <summary>Frame-by-frame scores of predicted actions.</summary>
/// <param name="Actions">One row an action, in the order of the label columns.</param>
/// <param name="BinaryAccuracy">Share of all N × A bits that are right.</param>
/// <param name="ExactMatch">Share of frames with every action right.</param>
public sealed record ClassificationReport(IReadOnlyList<ActionScore> Actions, double BinaryAccuracy, double ExactMatch)
{
    /// <summary>Number of frames that were compared (N).</summary>
    public required int FrameCount { get; init; }

    /// <summary>tn, fp, fn and tp of each action; they sum to <see cref="FrameCount"/>.</summary>
    public IReadOnlyList<ActionConfusion> Confusions => [.. Actions.Select(a =>
        new ActionConfusion(a.Action, FrameCount - a.Support - a.FalsePositives, a.FalsePositives, a.FalseNegatives,
            a.TruePositives))];

    /// <summary>Compares labels with predictions over the given rows, by default all.</summary>
    /// <exception cref="ArgumentException">The two differ in their rows or columns, or there is no row.</exception>
    public static ClassificationReport Of(LabelMatrix truth, LabelMatrix predicted, IEnumerable<int>? rows = null)
    {
        int[] scored = RequireComparable(truth, predicted, rows);
        int actions = truth.Names.Count;
        int[] truePositives = new int[actions];
        long wrongBits = 0;
        int exact = 0;
        foreach (int row in scored)
        {
            int wrong = 0;
            ReadOnlySpan<bool> labels = truth.Row(row), guesses = predicted.Row(row);
            for (int a = 0; a < actions; a++)
            {
                wrong += labels[a] != guesses[a] ? 1 : 0;
                truePositives[a] += labels[a] && guesses[a] ? 1 : 0;
            }

            wrongBits += wrong;
            exact += wrong == 0 ? 1 : 0;
        }

        int[] support = truth.CountTrue(scored);
        int[] positives = predicted.CountTrue(scored);
        return new ClassificationReport(
            [.. truth.Names.Select((name, a) => new ActionScore(name, support[a], positives[a], truePositives[a]))],
            1 - (double)wrongBits / ((long)scored.Length * actions),
            (double)exact / scored.Length)
        {
            FrameCount = scored.Length,
        };
    }

    /// <summary>
    /// Mean F1 of the named actions (the report's composite is JUMP, SHOOT, DASH); null where one of them does not occur.
    /// </summary>
    public double? CompositeF1(params string[] actions)
    {
        double?[] scores = [.. actions.Select(name => Actions.Single(a => a.Action == name).F1)];
        return scores.Contains(null) ? null : scores.Average();
    }

    internal static int[] RequireComparable(LabelMatrix truth, LabelMatrix predicted, IEnumerable<int>? rows)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        if (truth.Count != predicted.Count || truth.Names.Count != predicted.Names.Count)
        {
            throw new ArgumentException(
                $"Predictions of {predicted.Count} frames × {predicted.Names.Count} actions cannot be scored against "
                + $"{truth.Count} frames × {truth.Names.Count} actions.", nameof(predicted));
        }

        int[] scored = [.. rows ?? Enumerable.Range(0, truth.Count)];
        return scored.Length > 0 ? scored : throw new ArgumentException("There is no frame to score.", nameof(rows));
    }
}
