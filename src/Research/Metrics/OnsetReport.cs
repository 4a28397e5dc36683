using Research.Alignment;

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
    /// Finds and matches the onsets in each stretch of frames; a key already down at a stretch's first frame has no onset there.
    /// </summary>
    /// <exception cref="ArgumentException">The timelines differ in length or number of actions, or there is no frame.</exception>
    public static OnsetReport Of(
        ActionTimeline truth, ActionTimeline predicted, IReadOnlyList<FrameRange> stretches, int toleranceFrames = 0)
    {
        ArgumentNullException.ThrowIfNull(stretches);
        ArgumentOutOfRangeException.ThrowIfNegative(toleranceFrames);
        ClassificationReport.RequireComparable(truth, predicted, stretches.SelectMany(s => s.Frames));
        return new OnsetReport(toleranceFrames, [.. truth.Actions.Names.Select((name, action) =>
        {
            var matched = stretches.Select(s =>
                Match([.. Onsets(truth, action, s)], [.. Onsets(predicted, action, s)], toleranceFrames)).ToList();
            return new ActionScore(name, matched.Sum(m => m.True), matched.Sum(m => m.Predicted), matched.Sum(m => m.Matched));
        })]);
    }

    /// <summary>Frames of a stretch at which an action begins.</summary>
    public static IEnumerable<int> Onsets(ActionTimeline timeline, int action, FrameRange stretch) =>
        stretch.Frames.Skip(1).Where(frame => timeline[frame, action] && !timeline[frame - 1, action]);

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
