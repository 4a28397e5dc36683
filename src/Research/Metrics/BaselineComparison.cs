namespace Research.Metrics;

/// <summary>One policy's scores over the segments of a session, from the kindest metric to the strictest.</summary>
/// <param name="Policy">What the policy is called.</param>
/// <param name="BinaryAccuracy">Share of action bits that are right.</param>
/// <param name="ExactMatch">Share of frames with every action right.</param>
/// <param name="FrameF1">F1 over frames, by action; null where an action does not occur.</param>
/// <param name="CompositeF1">Mean frame F1 of the composite's actions; null where one of them does not occur.</param>
/// <param name="OnsetF1">F1 over onsets at exactly the right frame, by action.</param>
/// <param name="OnsetF1Within1">The same, one frame early or late allowed.</param>
public sealed record PolicyScores(
    string Policy,
    double BinaryAccuracy,
    double ExactMatch,
    IReadOnlyDictionary<string, double?> FrameF1,
    double? CompositeF1,
    IReadOnlyDictionary<string, double?> OnsetF1,
    IReadOnlyDictionary<string, double?> OnsetF1Within1)
{
    /// <summary>The same, two frames early or late allowed.</summary>
    public required IReadOnlyDictionary<string, double?> OnsetF1Within2 { get; init; }

    /// <summary>The composite with its interval; null where none was computed.</summary>
    public ConfidenceInterval? CompositeInterval { get; init; }
}

/// <summary>Scores policies beside the trivial ones, without which no score can be judged.</summary>
public static class BaselineComparison
{
    /// <summary>
    /// Scores the given policies and, below them, each with its predictions shuffled, which keeps how often it presses what and
    /// loses when, and baselines that ignore the game.
    /// </summary>
    /// <param name="truth">What was pressed.</param>
    /// <param name="segments">The rows to score, such as those that windows lead to (<see cref="RowRange.RunsOf"/>).</param>
    /// <param name="compositeActions">The actions whose mean F1 is the composite.</param>
    /// <param name="seed">Seed of the policies that draw.</param>
    /// <param name="policies">Predictions, each with its name.</param>
    public static IReadOnlyList<PolicyScores> Of(
        LabelMatrix truth, IReadOnlyList<RowRange> segments, IReadOnlyList<string> compositeActions, int seed,
        params (string Name, LabelMatrix Predicted)[] policies)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(segments);
        int[] rows = [.. segments.SelectMany(s => s.Rows)];
        int[] held = truth.CountTrue(rows);
        string commonest = truth.Names[Array.IndexOf(held, held.Max())];
        (string, LabelMatrix)[] trivial =
        [
            ("always off", Baselines.AlwaysOff(truth)),
            ($"always {commonest}", Baselines.AlwaysHold(truth, commonest)),
            ("always everything", Baselines.AlwaysHold(truth, [.. truth.Names])),
            ("by prevalence", Baselines.Prevalence(truth, rows, seed)),
            ("shuffled", Baselines.Shuffled(truth, rows, seed)),
            ("repeat previous frame", Baselines.RepeatPreviousFrame(truth)),
        ];
        var shuffled = policies.Select(p => ($"{p.Name}, shuffled", Baselines.Shuffled(p.Predicted, rows, seed)));
        return [.. policies.Concat(shuffled).Concat(trivial).Select(p => Score(p.Item1, p.Item2))];

        PolicyScores Score(string name, LabelMatrix predicted)
        {
            var report = ClassificationReport.Of(truth, predicted, rows);
            return new PolicyScores(name, report.BinaryAccuracy, report.ExactMatch, ByAction(report.Actions),
                report.CompositeF1([.. compositeActions]), Onsets(predicted, 0), Onsets(predicted, 1))
            {
                OnsetF1Within2 = Onsets(predicted, 2),
            };
        }

        Dictionary<string, double?> Onsets(LabelMatrix predicted, int tolerance) =>
            ByAction(OnsetReport.Of(truth, predicted, segments, tolerance).Actions);
    }

    private static Dictionary<string, double?> ByAction(IReadOnlyList<ActionScore> scores) =>
        scores.ToDictionary(s => s.Action, s => s.F1);
}
