using Research.Alignment;

namespace Research.Tests.Alignment;

public class FightIntervalsTests
{
    private static readonly FrameClock TenFrames = FrameClock.Of(Enumerable.Range(0, 10).Select(i => (double)i));

    [Fact]
    public void A_frame_at_either_end_is_in_the_fight()
    {
        var fights = Find(Start(2), End(4), Start(5.5), End(8.5));

        Assert.Equal([new FrameRange(2, 3), new FrameRange(6, 3)], fights.Ranges);
        Assert.Equal([2, 3, 4, 6, 7, 8], fights.Frames);
        Assert.Equal(6, fights.FrameCount);
        Assert.Empty(fights.Warnings);
    }

    [Fact]
    public void A_frame_between_two_fights_that_touch_belongs_to_the_first() =>
        Assert.Equal([new FrameRange(1, 3), new FrameRange(4, 2)], Find(Start(1), End(3), Start(3), End(5)).Ranges);

    [Fact]
    public void A_fight_that_never_ends_closes_at_the_last_frame_with_a_warning()
    {
        var fights = Find(Start(7, line: 5));

        Assert.Equal([new FrameRange(7, 3)], fights.Ranges);
        Assert.Equal(["events, line 5: the fight that starts here never ends; closed at the last frame."],
            fights.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void A_fight_without_a_frame_is_reported()
    {
        var fights = Find(Start(2.25, line: 3), End(2.75));

        Assert.Equal([new FrameRange(3, 0)], fights.Ranges);
        Assert.Equal(["events, line 3: the fight that starts here has no frame."], fights.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void A_fight_inside_a_fight_is_refused() =>
        Assert.Equal("events, line 9: found a fight_start inside the fight that line 4 started; expected its fight_end first.",
            Assert.Throws<LogFormatException>(() => Find(Start(1, line: 4), Start(2, line: 9), End(3))).Message);

    [Fact]
    public void An_end_without_a_start_is_refused() =>
        Assert.Equal("events, line 7: found a fight_end outside any fight; expected a fight_start first.",
            Assert.Throws<LogFormatException>(() => Find(Start(1), End(2), End(3, line: 7))).Message);

    private static FightMarker Start(double t, int line = 1) => new(t, true, line);

    private static FightMarker End(double t, int line = 2) => new(t, false, line);

    private static FightIntervals Find(params FightMarker[] markers) =>
        FightIntervals.Find(EventLog.Of([], markers, []), TenFrames);
}
