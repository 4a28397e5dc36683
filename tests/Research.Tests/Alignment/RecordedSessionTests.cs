using Research.Sessions;

namespace Research.Tests.Alignment;

public class RecordedSessionTests
{
    [SkippableFact]
    public void Train_has_the_report_s_counts()
    {
        var session = RecordedSessions.Open("Train");
        var balance = session.Balance();

        Assert.Equal(14_791, balance.Frames);
        Assert.Equal(15, balance.Fights);
        Assert.Equal(9_549, balance.FightFrames);
        Assert.Equal(9_539, balance.Windows);
        Assert.Equal(
            [("UP", 3980, "26.91"), ("DOWN", 60, "0.41"), ("LEFT", 869, "5.88"), ("RIGHT", 875, "5.92"), ("JUMP", 434, "2.93"),
                ("SHOOT", 8254, "55.80"), ("DASH", 105, "0.71")],
            balance.Actions.Select(a => (a.Action, a.Frames, a.Percent.ToString("0.00"))));
        Assert.Empty(session.Warnings);
    }

    [SkippableFact]
    public void Test_has_one_fight_of_590_frames_and_580_windows()
    {
        var balance = RecordedSessions.Open("Test").Balance();

        Assert.Equal((665, 1, 590, 580), (balance.Frames, balance.Fights, balance.FightFrames, balance.Windows));
    }

    [SkippableFact]
    public void Honest_windows_lose_the_nine_that_cross_each_seam_between_fights()
    {
        var session = RecordedSessions.Open("Train");

        Assert.Equal(9_549 - 15 * 10, SlidingWindows.Over(session.Fights).Count);
        Assert.Equal(9_549 - 15 * 9, SlidingWindows.Over(session.Fights, includeCurrentFrame: true).Count);
    }
}
