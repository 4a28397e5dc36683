using Research.Metrics;

namespace Research.Tests.Metrics;

public class ScoreTests
{
    private static readonly string[] Three = ["JUMP", "SHOOT", "DASH"];

    [Fact]
    public void Frame_scores_are_counted_per_action()
    {
        var truth = Timeline(0b01, 0b11, 0b10, 0b10, 0b00);
        var report = ClassificationReport.Of(truth, Timeline(0b01, 0b10, 0b10, 0b00, 0b01));

        Assert.Equal([("JUMP", 2, 2, 1), ("SHOOT", 3, 2, 2), ("DASH", 0, 0, 0)],
            report.Actions.Select(a => (a.Action, a.Support, a.Predicted, a.TruePositives)));
        Assert.Equal((0.5, 0.5, 0.5), (report.Actions[0].Precision, report.Actions[0].Recall, report.Actions[0].F1));
        Assert.Equal(12.0 / 15, report.BinaryAccuracy, 12);
        Assert.Equal(2.0 / 5, report.ExactMatch);
        Assert.Equal((0.5 + 0.8) / 2, report.CompositeF1("JUMP", "SHOOT")!.Value, 12);
    }

    [Fact]
    public void An_action_that_never_occurs_has_no_score()
    {
        var truth = Timeline(0b010, 0b010);
        var report = ClassificationReport.Of(truth, Timeline(0b110, 0b010));

        Assert.Null(report.Actions[2].F1);
        Assert.Null(report.Actions[2].Precision);
        Assert.Null(report.CompositeF1("JUMP", "SHOOT", "DASH"));
    }

    [Fact]
    public void Repeating_the_previous_frame_is_nearly_right_on_frames_and_wrong_at_every_onset()
    {
        var truth = Timeline([.. Enumerable.Range(0, 400).Select(i => i % 20 < 10 ? 0b01u : 0b10u)]);
        var repeat = Baselines.RepeatPreviousFrame(truth);

        Assert.True(ClassificationReport.Of(truth, repeat).Actions[1].F1 > 0.89);
        Assert.Equal(0, OnsetReport.Of(truth, repeat, [new RowRange(0, 400)]).Actions[1].F1);
        Assert.Equal(1, OnsetReport.Of(truth, repeat, [new RowRange(0, 400)], toleranceFrames: 1).Actions[1].F1!.Value, 12);
    }

    [Fact]
    public void Every_onset_right_and_the_usual_length_is_perfect_at_onsets_only()
    {
        var truth = Timeline(0, 1, 1, 1, 0, 1, 0, 0, 1, 1);
        var onTime = Baselines.PerfectOnsets(truth, [2, .. Enumerable.Repeat(0, truth.Names.Count - 1)]);

        Assert.Equal([0u, 1, 1, 0, 0, 1, 1, 0, 1, 1], onTime.Bits());
        Assert.Equal(1, OnsetReport.Of(truth, onTime, [new RowRange(0, 10)]).Actions[0].F1);
        Assert.StartsWith($"{truth.Names.Count} actions need as many lengths; found 1.",
            Assert.Throws<ArgumentException>(() => Baselines.PerfectOnsets(truth, [1])).Message);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public void Onsets_are_matched_one_to_one_within_the_tolerance(int tolerance, int matched)
    {
        var truth = Timeline(0, 0, 0, 1, 0, 0, 1, 0, 0, 0);
        var predicted = Timeline(0, 0, 1, 0, 1, 0, 0, 0, 1, 0);

        Assert.Equal((2, 3, matched), Row(OnsetReport.Of(truth, predicted, [new RowRange(0, 10)], tolerance)));

        static (int, int, int) Row(OnsetReport report) =>
            (report.Actions[0].Support, report.Actions[0].Predicted, report.Actions[0].TruePositives);
    }

    [Fact]
    public void Trivial_policies_are_what_their_names_say()
    {
        var truth = Timeline([.. Enumerable.Range(0, 2000).Select(i => i % 4 == 0 ? 0b11u : 0b10u)]);
        int[] frames = [.. Enumerable.Range(0, truth.Count)];

        Assert.Equal([0, 0, 0], Baselines.AlwaysOff(truth).CountTrue());
        Assert.Equal([0, 2000, 0], Baselines.AlwaysHold(truth, "SHOOT").CountTrue());
        Assert.Equal([500, 2000, 0], Baselines.Shuffled(truth, frames, seed: 1).CountTrue());
        Assert.InRange(Baselines.Prevalence(truth, frames, seed: 1).CountTrue()[0], 420, 580);
        Assert.Equal(Baselines.Shuffled(truth, frames, seed: 7).Bits(), Baselines.Shuffled(truth, frames, seed: 7).Bits());
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        Assert.Equal("Predictions of 1 frames × 3 actions cannot be scored against 2 frames × 3 actions. (Parameter 'predicted')",
            Assert.Throws<ArgumentException>(() => ClassificationReport.Of(Timeline(1, 2), Timeline(1), [0])).Message);
        Assert.Equal("There is no frame to score. (Parameter 'rows')",
            Assert.Throws<ArgumentException>(() => ClassificationReport.Of(Timeline(1), Timeline(1), [])).Message);
    }

    private static LabelMatrix Timeline(params uint[] held) => LabelMatrix.OfBits(Three, held);
}
