using Research.Alignment;
using Research.Metrics;

namespace Research.Tests.Metrics;

public class ActionProbabilitiesTests
{
    private static readonly ActionSet Two = new(("JUMP", "j"), ("SHOOT", "s"));

    private static readonly ActionProbabilities Three = new(Two, [1, 2, 4], [0.6f, 0.5f, 0.2f, 0.9f, 0.51f, 0.1f]);

    [Fact]
    public void What_is_above_its_threshold_is_pressed()
    {
        Assert.Equal([0b00u, 0b01, 0b10, 0b00, 0b01], Held(Three.Threshold(5)));
        Assert.Equal([0b00u, 0b11, 0b10, 0b00, 0b00], Held(Three.Threshold(5, [0.55, 0.4])));
        Assert.Equal([0.5f, 0.9f, 0.1f], Three.Of(1));
    }

    [Fact]
    public void Frames_without_a_row_are_known_as_such() => Assert.Equal([0, 3], Three.Threshold(5).Unknown.Order());

    [Fact]
    public void Thresholds_are_chosen_on_the_given_frames_only()
    {
        var truth = new ActionTimeline(Two, [0b11, 0b01, 0b00, 0b11, 0b01]);
        var thresholds = ThresholdSearch.PerAction(truth, Three);

        Assert.Equal(["JUMP", "SHOOT"], thresholds.Select(t => t.Action));
        Assert.Equal((((double)0.51f + 0.2f) / 2, 1), (thresholds[0].Threshold, thresholds[0].F1));
        Assert.Equal((0.5, null), (thresholds[1].Threshold, thresholds[1].F1));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal("1 frames × 2 actions need 2 values; found 3. (Parameter 'values')",
            Assert.Throws<ArgumentException>(() => new ActionProbabilities(Two, [0], [1, 2, 3])).Message);
        Assert.Equal("The value of SHOOT at frame 9 is not a number. (Parameter 'values')",
            Assert.Throws<ArgumentException>(() => new ActionProbabilities(Two, [9], [1, float.NaN])).Message);
        Assert.Equal("Frame 4 is not one of 4. (Parameter 'frameCount')",
            Assert.Throws<ArgumentException>(() => Three.Threshold(4)).Message);
        Assert.Equal("2 actions need as many thresholds; found 1. (Parameter 'thresholds')",
            Assert.Throws<ArgumentException>(() => Three.Threshold(5, [0.5])).Message);
        Assert.Equal("Probabilities of 3 frames × 2 actions cannot be scored against 7 actions. (Parameter 'probabilities')",
            Assert.Throws<ArgumentException>(() => RankingScores.Of(new ActionTimeline(ActionSet.Cuphead, [0]), Three)).Message);
        Assert.Equal("There are 1 labels and 0 scores. (Parameter 'scores')",
            Assert.Throws<ArgumentException>(() => RankingScores.AveragePrecision([true], [])).Message);
    }

    [Fact]
    public void A_table_of_scores_has_each_policy_shuffled_and_the_trivial_ones()
    {
        var truth = new ActionTimeline(Two, Enumerable.Range(0, 200).Select(i => i % 9 == 4 ? 0b11u : 0b10));
        var table = BaselineComparison.Of(truth, [new FrameRange(0, 90), new FrameRange(100, 100)], ["JUMP", "SHOOT"], seed: 4,
            ("ours", truth));

        Assert.Equal(
            ["ours", "ours, shuffled", "always off", "always SHOOT", "always everything", "by prevalence", "shuffled",
                "repeat previous frame"],
            table.Select(row => row.Policy));
        Assert.Equal((1, 1), (table[0].CompositeF1, table[0].OnsetF1["JUMP"]));
        Assert.InRange(table[1].FrameF1["JUMP"]!.Value, 0, 0.5);
        Assert.Equal(0, table[^1].OnsetF1["JUMP"]);
        Assert.Equal(1, table[^1].OnsetF1Within2["JUMP"]);
    }

    private static IEnumerable<uint> Held(ActionTimeline timeline) => Enumerable.Range(0, timeline.FrameCount)
        .Select(i => timeline[i]);
}
