using Research.Alignment;
using Research.Metrics;
using Research.Sessions;
using Research.Tests.Metrics;

namespace Research.Tests.Sessions;

public class ActionProbabilitiesTests
{
    private static readonly ActionSet Two = new(("JUMP", "j"), ("SHOOT", "s"));

    private static readonly ActionProbabilities Three = new(Two, [1, 2, 4], [0.6f, 0.5f, 0.2f, 0.9f, 0.51f, 0.1f]);

    [Fact]
    public void What_is_above_its_threshold_is_pressed()
    {
        Assert.Equal([0b00u, 0b01, 0b10, 0b00, 0b01], Three.Threshold(5).Labels.Bits());
        Assert.Equal([0b00u, 0b11, 0b10, 0b00, 0b00], Three.Threshold(5, [0.55, 0.4]).Labels.Bits());
        Assert.Equal([0.5f, 0.9f, 0.1f], Three.Of(1));
    }

    [Fact]
    public void Frames_without_a_row_are_known_as_such() => Assert.Equal([0, 3], Three.Threshold(5).Unknown.Order());

    [Fact]
    public void Runs_are_those_of_a_fight_each()
    {
        // A gap at frame 3 within the first fight; the second follows at once, and the third has no row.
        var fights = FightIntervals.Of([new FrameRange(0, 4), new FrameRange(4, 2), new FrameRange(8, 2)]);
        Assert.Equal<IReadOnlyList<RowRange>>([[new(1, 2)], [new(4, 1)]], Three.RunsIn(fights));
        var more = new ActionProbabilities(Two, [1, 3, 4, 5], new float[8]);
        Assert.Equal<IReadOnlyList<RowRange>>([[new(1, 1), new(3, 1)], [new(4, 2)]], more.RunsIn(fights));
    }

    [Fact]
    public void Thresholds_are_chosen_on_the_given_frames_only()
    {
        var truth = new ActionTimeline(Two, [0b11, 0b01, 0b00, 0b11, 0b01]);
        var thresholds = Three.BestThresholds(truth);

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
        Assert.Equal("Probabilities of 3 frames × 2 actions cannot be scored against 7 actions. (Parameter 'truth')",
            Assert.Throws<ArgumentException>(() => Three.Rankings(new ActionTimeline(ActionSet.Cuphead, [0]))).Message);
        Assert.Equal("6 probabilities cannot be scored against 2 frames × 2 actions. (Parameter 'probabilities')",
            Assert.Throws<ArgumentException>(() => RankingScores.Of(LabelMatrix.OfBits(Two.Names, [0, 1]), Three.Values))
                .Message);
        Assert.Equal("There are 1 labels and 0 scores. (Parameter 'scores')",
            Assert.Throws<ArgumentException>(() => RankingScores.AveragePrecision([true], [])).Message);
    }
}
