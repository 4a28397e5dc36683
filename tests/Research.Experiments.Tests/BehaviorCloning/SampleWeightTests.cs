using Research.Alignment;
using Research.Experiments.BehaviorCloning;
using Research.Sessions;

namespace Research.Experiments.Tests.BehaviorCloning;

public class SampleWeightTests
{
    private const uint Jump = 0b0010000, Shoot = 0b0100000, Dash = 0b1000000;

    [Theory]
    [InlineData(false, new float[] { 6, 6, 6, 1, 1, 6, 6 })]
    [InlineData(true, new float[] { 6, 6, 6, 1, 1, 1, 6, 6 })]
    public void Windows_with_a_jump_or_dash_inside_or_at_the_target_count_six_times(bool includeCurrentFrame, float[] expected)
    {
        uint[] held = [0, 0, Jump | Shoot, Shoot, Shoot, 0, 0, 0, Dash, 0];
        var truth = new ActionTimeline(ActionSet.Cuphead, held);
        var windows = SlidingWindows.Over(Fight(10), length: 3, includeCurrentFrame);

        Assert.Equal(expected, SampleWeights.OfWindows(truth, windows, ["JUMP", "DASH"]));
    }

    [Fact]
    public void A_factor_of_0_leaves_windows_with_a_rare_action_out()
    {
        uint[] held = [0, 0, Jump, 0, 0, 0, 0, 0];
        float[] expected = [0, 0, 0, 1, 1];

        Assert.Equal(expected, SampleWeights.OfWindows(new ActionTimeline(ActionSet.Cuphead, held),
            SlidingWindows.Over(Fight(8), length: 3), ["JUMP", "DASH"], factor: 0));
    }

    [Fact]
    public void An_unknown_action_is_named() => Assert.Contains("No action is named 'PARRY'",
        Assert.Throws<ArgumentException>(() =>
            SampleWeights.OfWindows(new ActionTimeline(ActionSet.Cuphead, new uint[10]), SlidingWindows.Over(Fight(10)),
                ["PARRY"])).Message,
        StringComparison.Ordinal);

    private static FightIntervals Fight(int frames) => FightIntervals.Find(
        EventLog.Of([], [new FightMarker(0, true, 1), new FightMarker(frames, false, 2)], []),
        FrameClock.Of(Enumerable.Range(0, frames).Select(i => (double)i)));
}
