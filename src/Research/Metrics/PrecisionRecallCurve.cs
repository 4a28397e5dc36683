namespace Research.Metrics;

/// <summary>
/// Precision, recall and false-positive rate of some scores at every threshold, the strictest first.
/// </summary>
/// <remarks>
/// The points of scikit-learn's <c>roc_curve(drop_intermediate=False)</c> and, in the other direction,
/// <c>precision_recall_curve</c>.
/// </remarks>
/// <param name="Recall">Share of what is true that is let through; also called the true positive rate.</param>
/// <param name="FalsePositiveRate">Share of what is false that is let through.</param>
/// <param name="Precision">Share of what is let through that is true; 1 where nothing is.</param>
public sealed record PrecisionRecallCurve(
    IReadOnlyList<double> Recall, IReadOnlyList<double> FalsePositiveRate, IReadOnlyList<double> Precision)
{
    /// <summary>The curve of some scores: a point for each that differs, and one before them.</summary>
    /// <param name="labels">What is true.</param>
    /// <param name="scores">The higher, the likelier.</param>
    /// <exception cref="ArgumentException">The two differ in length, or all labels are alike.</exception>
    public static PrecisionRecallCurve Of(IReadOnlyList<bool> labels, IReadOnlyList<float> scores)
    {
        var steps = RankingScores.Steps(labels, scores).ToList();
        int positives = labels.Count(label => label), negatives = labels.Count - positives;
        if (positives == 0 || negatives == 0)
        {
            throw new ArgumentException($"Of {labels.Count} labels, {positives} are true; a curve needs some of either kind.",
                nameof(labels));
        }

        return new PrecisionRecallCurve(
            [0, .. steps.Select(s => (double)s.TruePositives / positives)],
            [0, .. steps.Select(s => (double)(s.Predicted - s.TruePositives) / negatives)],
            [1, .. steps.Select(s => (double)s.TruePositives / s.Predicted)]);
    }
}
