namespace Research.Metrics;

/// <summary>The probability above which an action is pressed.</summary>
/// <param name="Action">Name of the action.</param>
/// <param name="Threshold">An action is pressed where its probability is above this.</param>
/// <param name="F1">F1 on the frames that it was chosen on, so optimistically biased; null where the action does not occur
/// there.</param>
public sealed record ActionThreshold(string Action, double Threshold, double? F1);

/// <summary>Thresholds from data. Those of a test session come from validation fights, never from the session itself.</summary>
public static class ThresholdSearch
{
    /// <summary>
    /// For each action the threshold with the highest F1; of several, the one nearest to 0.5. It lies halfway between two
    /// probabilities. An action that does not occur keeps 0.5.
    /// </summary>
    /// <param name="truth">What was pressed at the validation frames: [N, A].</param>
    /// <param name="probabilities">What the policy gives there: [N, A], row-major.</param>
    /// <exception cref="ArgumentException">There are not N × A probabilities, or there is no row.</exception>
    public static IReadOnlyList<ActionThreshold> PerAction(LabelMatrix truth, ReadOnlySpan<float> probabilities)
    {
        float[][] columns = RankingScores.Columns(truth, probabilities);
        return [.. truth.Names.Select((name, action) =>
        {
            var (threshold, f1) = Best(truth.Column(action), columns[action]);
            return new ActionThreshold(name, threshold, f1);
        })];
    }

    /// <summary>The threshold with the highest F1, and that F1; 0.5 and null where no label is true.</summary>
    /// <exception cref="ArgumentException">The two differ in length.</exception>
    public static (double Threshold, double? F1) Best(IReadOnlyList<bool> labels, IReadOnlyList<float> scores)
    {
        ArgumentNullException.ThrowIfNull(labels);
        int support = labels.Count(label => label);
        if (support == 0)
        {
            return (0.5, null);
        }

        double[] distinct = [.. scores.Distinct().OrderDescending()];
        return RankingScores.Steps(labels, scores)
            .Select((step, i) => (Threshold: Below(distinct, i),
                F1: (double?)(2.0 * step.TruePositives / (support + step.Predicted))))
            .OrderByDescending(candidate => candidate.F1)
            .ThenBy(candidate => Math.Abs(candidate.Threshold - 0.5))
            .First();
    }

    /// <summary>The thresholds of the control transformer's document: 0.10, 0.15, … 0.85.</summary>
    public static IReadOnlyList<double> Grid { get; } = [.. Enumerable.Range(2, 16).Select(step => step * 5 / 100.0)];

    /// <summary>
    /// Of <see cref="Grid"/> the threshold with the highest F1 less half the rate of false alarms on idle frames; of several, the
    /// lowest. 0.5 and 0 where none comes to more than 0. Source: control-transformer document, "Threshold Optimization".
    /// </summary>
    /// <param name="labels">What was pressed.</param>
    /// <param name="scores">Probabilities.</param>
    /// <param name="idle">Where nothing was pressed at all.</param>
    /// <exception cref="ArgumentException">The three differ in length.</exception>
    public static (double Threshold, double Score) OnGrid(IReadOnlyList<bool> labels, IReadOnlyList<float> scores,
        IReadOnlyList<bool> idle)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(idle);
        if (labels.Count != scores.Count || labels.Count != idle.Count)
        {
            throw new ArgumentException(
                $"Found {labels.Count} labels, {scores.Count} scores and {idle.Count} idle marks; expected as many of each.");
        }

        var (best, chosen) = (0.0, 0.5);
        foreach (double threshold in Grid)
        {
            var (support, predicted, right, idles, alarms) = (0, 0, 0, 0, 0);
            for (int i = 0; i < labels.Count; i++)
            {
                bool pressed = scores[i] > threshold;
                support += labels[i] ? 1 : 0;
                predicted += pressed ? 1 : 0;
                right += labels[i] && pressed ? 1 : 0;
                idles += idle[i] ? 1 : 0;
                alarms += idle[i] && pressed ? 1 : 0;
            }

            double score = 2.0 * right / Math.Max(support + predicted, 1) - 0.5 * alarms / Math.Max(idles, 1);
            (best, chosen) = score > best ? (score, threshold) : (best, chosen);
        }

        return (chosen, best);
    }

    /// <summary>Where everything is pressed, below the lowest score, as far as the next one lies above it at most.</summary>
    private static double Below(double[] descending, int index) => index + 1 < descending.Length
        ? (descending[index] + descending[index + 1]) / 2
        : Math.Min(0.5, Math.BitDecrement((float)descending[index]));
}
