using FsCheck;
using FsCheck.Fluent;
using Research.Metrics;

namespace Research.Tests.Metrics;

public class MetricPropertyTests
{
    private static readonly string[] One = ["JUMP"];

    [Fact]
    public void No_matching_of_onsets_has_more_pairs() =>
        Prop.ForAll(Timelines(), pair =>
        {
            var (truth, predicted, tolerance) = pair;
            var segment = new RowRange(0, truth.Count);
            var score = OnsetReport.Of(truth, predicted, [segment], tolerance).Actions[0];
            int[] a = [.. OnsetReport.Onsets(truth, 0, segment)], b = [.. OnsetReport.Onsets(predicted, 0, segment)];
            return (a.Length, b.Length, MostPairs(a, b, tolerance)) == (score.Support, score.Predicted, score.TruePositives);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_wider_tolerance_never_matches_fewer() =>
        Prop.ForAll(Timelines(), pair =>
        {
            var (truth, predicted, tolerance) = pair;
            return Matched(tolerance) <= Matched(tolerance + 1);

            int Matched(int within) => OnsetReport.Of(truth, predicted, [new RowRange(0, truth.Count)],
                within).Actions[0].TruePositives;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_other_threshold_has_a_higher_F1() =>
        Prop.ForAll(Rankings(), rows =>
        {
            var (threshold, f1) = ThresholdSearch.Best([.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Score)]);
            if (!rows.Any(r => r.Label))
            {
                return threshold == 0.5 && f1 is null;
            }

            double[] others = [-1, .. rows.SelectMany(r => new double[] { r.Score, r.Score + 0.01, r.Score - 0.01 })];
            return Math.Abs(F1(threshold) - f1!.Value) < 1e-12 && others.All(other => F1(other) <= f1 + 1e-12);

            double F1(double above) => 2.0 * rows.Count(r => r.Label && r.Score > above)
                / (rows.Count(r => r.Label) + rows.Count(r => r.Score > above));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_interval_holds_its_estimate_and_one_seed_gives_one_interval() =>
        Prop.ForAll(Timelines(), pair =>
        {
            var (truth, predicted, seed) = pair;
            int half = truth.Count / 2;
            RowRange[] fights = seed % 2 == 0 || half == 0 ? [new(0, truth.Count)]
                : [new(0, half), new(half, truth.Count - half)];
            double? Jump(IReadOnlyList<RowRange> drawn) =>
                ClassificationReport.Of(truth, predicted, drawn.SelectMany(fight => fight.Rows)).Actions[0].F1;
            var interval = Bootstrap.Of(fights, Jump, seed, resamples: 40);
            return interval == Bootstrap.Of(fights, Jump, seed, resamples: 40)
                && interval.Estimate == ClassificationReport.Of(truth, predicted,
                    Enumerable.Range(0, truth.Count)).Actions[0].F1
                && (interval.Low is null || (interval.Low <= interval.Estimate && interval.Estimate <= interval.High
                    && interval.Low >= 0 && interval.High <= 1));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Average_precision_of_a_reversed_ranking_is_no_better() =>
        Prop.ForAll(Rankings(), rows =>
        {
            bool[] labels = [.. rows.Select(r => r.Label)];
            float[] scores = [.. rows.Select(r => r.Score)];
            var (forward, backward) = (RankingScores.RocAuc(labels, scores),
                RankingScores.RocAuc(labels, [.. scores.Select(s => -s)]));
            return forward is null ? backward is null : Math.Abs(forward.Value + backward!.Value - 1) < 1e-12;
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<(LabelMatrix, LabelMatrix, int)> Timelines() =>
        (from length in Gen.Choose(1, 14)
         from truth in Gen.Choose(0, 1).ArrayOf(length)
         from predicted in Gen.Choose(0, 1).ArrayOf(length)
         from tolerance in Gen.Choose(0, 3)
         select (Timeline(truth), Timeline(predicted), tolerance)).ToArbitrary();

    private static Arbitrary<(bool Label, float Score)[]> Rankings() =>
        (from length in Gen.Choose(1, 12)
         from labels in Gen.Choose(0, 1).ArrayOf(length)
         from scores in Gen.Choose(0, 10).ArrayOf(length)
         select labels.Zip(scores, (label, score) => (label == 1, score / 10f)).ToArray()).ToArbitrary();

    private static LabelMatrix Timeline(int[] held) => new(One, held.Select(bit => bit == 1));

    /// <summary>Each onset in turn is left out or paired with every free one within reach.</summary>
    private static int MostPairs(int[] truth, int[] predicted, int tolerance, int used = 0) => truth.Length == 0
        ? 0
        : Enumerable.Range(0, predicted.Length)
            .Where(p => (used >> p & 1) == 0 && Math.Abs(predicted[p] - truth[0]) <= tolerance)
            .Select(p => 1 + MostPairs(truth[1..], predicted, tolerance, used | 1 << p))
            .Append(MostPairs(truth[1..], predicted, tolerance, used))
            .Max();
}
