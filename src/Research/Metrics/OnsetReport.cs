namespace Research.Metrics;

/// <summary>
/// Scores of presses instead of frames: an onset is the first frame of a press, and predicted onsets are matched to true ones,
/// one to one, within a tolerance. Whoever copies the keys of the frame before scores high on frames and 0 here.
/// </summary>
/// <param name="ToleranceFrames">How many frames early or late a match may be.</param>
/// <param name="Actions">One row an action; support and predictions count onsets.</param>
public sealed record OnsetReport(int ToleranceFrames, IReadOnlyList<ActionScore> Actions)
{
    /// <summary>
    /// Finds and matches the onsets in each segment; a key already down at a segment's first row has no onset there.
    /// </summary>
    /// <exception cref="ArgumentException">The two differ in their rows or columns, or there is no row.</exception>
    public static OnsetReport Of(
        LabelMatrix truth, LabelMatrix predicted, IReadOnlyList<RowRange> segments, int toleranceFrames = 0)
    {
        ArgumentNullException.ThrowIfNull(segments);
        ArgumentOutOfRangeException.ThrowIfNegative(toleranceFrames);
        ClassificationReport.RequireComparable(truth, predicted, segments.SelectMany(s => s.Rows));
        return new OnsetReport(toleranceFrames, [.. truth.Names.Select((name, action) =>
        {
            var matched = segments.Select(s =>
                Match([.. Onsets(truth, action, s)], [.. Onsets(predicted, action, s)], toleranceFrames)).ToList();
            return new ActionScore(name, matched.Sum(m => m.True), matched.Sum(m => m.Predicted), matched.Sum(m => m.Matched));
        })]);
    }

    /// <summary>Rows of a segment at which an action begins.</summary>
    public static IEnumerable<int> Onsets(LabelMatrix labels, int action, RowRange segment) =>
        segment.Rows.Skip(1).Where(row => labels[row, action] && !labels[row - 1, action]);

    /// <summary>Taking the earliest pair within reach first matches as many as can be matched.</summary>
    private static (int True, int Predicted, int Matched) Match(int[] truth, int[] predicted, int tolerance)
    {
        int matched = 0;
        for (int t = 0, p = 0; t < truth.Length && p < predicted.Length;)
        {
            if (Math.Abs(truth[t] - predicted[p]) <= tolerance)
            {
                (matched, t, p) = (matched + 1, t + 1, p + 1);
            }
            else if (truth[t] < predicted[p])
            {
                t++;
            }
            else
            {
                p++;
            }
        }

        return (truth.Length, predicted.Length, matched);
    }
}
