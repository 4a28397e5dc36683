namespace Research.Metrics;

/// <summary>How well an action's probabilities put the frames with it before those without, whatever the threshold.</summary>
/// <param name="Action">Name of the action.</param>
/// <param name="Support">In how many of the frames it occurs.</param>
/// <param name="Prevalence">Fraction of frames with the action, which is the average precision of a random ranking.</param>
/// <param name="AveragePrecision">Area under the steps of the precision-recall curve; null where the action does not
/// occur.</param>
/// <param name="RocAuc">Area under the ROC curve, 0.5 without knowledge; null where the action occurs never or always.</param>
public sealed record ActionRanking(string Action, int Support, double Prevalence, double? AveragePrecision, double? RocAuc);

/// <summary>
/// Scores that need no threshold. They equal scikit-learn's <c>average_precision_score</c> and <c>roc_auc_score</c>.
/// </summary>
public static class RankingScores
{
    /// <summary>One row an action, in the order of the columns.</summary>
    /// <param name="truth">The labels: [N, A].</param>
    /// <param name="probabilities">[N, A], row-major.</param>
    /// <exception cref="ArgumentException">There are not N × A probabilities, or there is no row.</exception>
    public static IReadOnlyList<ActionRanking> Of(LabelMatrix truth, ReadOnlySpan<float> probabilities)
    {
        float[][] columns = Columns(truth, probabilities);
        return [.. truth.Names.Select((name, action) =>
        {
            bool[] labels = truth.Column(action);
            float[] scores = columns[action];
            int support = labels.Count(label => label);
            return new ActionRanking(name, support, (double)support / labels.Length, AveragePrecision(labels, scores),
                RocAuc(labels, scores));
        })];
    }

    /// <summary>Σ (R_n − R_(n−1)) P_n over the distinct scores from the highest; null where no label is true.</summary>
    /// <exception cref="ArgumentException">The two differ in length.</exception>
    public static double? AveragePrecision(IReadOnlyList<bool> labels, IReadOnlyList<float> scores)
    {
        double sum = 0;
        int positives = 0;
        foreach (var (truePositives, predicted, before) in Steps(labels, scores))
        {
            sum += (truePositives - before) * ((double)truePositives / predicted);
            positives = truePositives;
        }

        return positives == 0 ? null : sum / positives;
    }

    /// <summary>
    /// How often a frame with the action is put before one without, ties half; null where all labels are alike.
    /// </summary>
    /// <exception cref="ArgumentException">The two differ in length.</exception>
    public static double? RocAuc(IReadOnlyList<bool> labels, IReadOnlyList<float> scores)
    {
        double area = 0;
        int positives = 0, negatives = 0;
        foreach (var (truePositives, predicted, before) in Steps(labels, scores))
        {
            int falsePositives = predicted - truePositives;
            area += (falsePositives - negatives) * (truePositives + before) / 2.0;
            (positives, negatives) = (truePositives, falsePositives);
        }

        return positives == 0 || negatives == 0 ? null : area / ((double)positives * negatives);
    }

    /// <summary>The probabilities by column: [A][N].</summary>
    internal static float[][] Columns(LabelMatrix truth, ReadOnlySpan<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(truth);
        int actions = truth.Names.Count;
        if (truth.Count == 0 || probabilities.Length != truth.Count * actions)
        {
            throw new ArgumentException(
                $"{probabilities.Length} probabilities cannot be scored against {truth.Count} frames × {actions} actions.",
                nameof(probabilities));
        }

        float[][] columns = [.. truth.Names.Select(_ => new float[truth.Count])];
        for (int i = 0; i < probabilities.Length; i++)
        {
            columns[i % actions][i / actions] = probabilities[i];
        }

        return columns;
    }

    /// <summary>
    /// What is predicted at each distinct score as threshold, from the highest, and the true positives of the step before.
    /// </summary>
    internal static IEnumerable<(int TruePositives, int Predicted, int TruePositivesBefore)> Steps(IReadOnlyList<bool> labels,
        IReadOnlyList<float> scores)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(scores);
        if (labels.Count != scores.Count)
        {
            throw new ArgumentException($"There are {labels.Count} labels and {scores.Count} scores.", nameof(scores));
        }

        int[] order = [.. Enumerable.Range(0, scores.Count).OrderByDescending(row => scores[row])];
        int truePositives = 0, before = 0;
        for (int i = 0; i < order.Length; i++)
        {
            truePositives += labels[order[i]] ? 1 : 0;
            if (i + 1 == order.Length || scores[order[i + 1]] != scores[order[i]])
            {
                yield return (truePositives, i + 1, before);
                before = truePositives;
            }
        }
    }
}
