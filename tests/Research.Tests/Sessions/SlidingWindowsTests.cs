using FsCheck;
using FsCheck.Fluent;
using Research.Alignment;
using Research.Sessions;

namespace Research.Tests.Sessions;

public class SlidingWindowsTests
{
    [Fact]
    public void The_report_s_code_sees_the_frames_before_the_one_it_predicts()
    {
        var windows = SlidingWindows.Over(Fights(13), length: 10, crossFights: true);

        Assert.Equal(3, windows.Count);
        Assert.Equal([(0, 10), (1, 11), (2, 12)],
            Enumerable.Range(0, 3).Select(w => (windows.StartRow(w), windows.TargetRow(w))));
    }

    [Fact]
    public void The_report_s_text_includes_the_frame_it_predicts()
    {
        var windows = SlidingWindows.Over(Fights(13), length: 10, includeCurrentFrame: true, crossFights: true);

        Assert.Equal([(0, 9), (1, 10), (2, 11), (3, 12)],
            Enumerable.Range(0, 4).Select(w => (windows.StartRow(w), windows.TargetRow(w))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_window_crosses_a_gap_of_the_frame_log(bool crossFights)
    {
        double[] times = [.. Enumerable.Range(0, 20).Select(i => i / 10.0),
            .. Enumerable.Range(0, 30).Select(i => 12 + i / 10.0)];
        var fights = FightIntervals.Find(EventLog.Of([], [new FightMarker(0, true, 1), new FightMarker(20, false, 2)], []),
            FrameClock.Of(times));

        var windows = SlidingWindows.Over(fights, length: 10, crossFights: crossFights);

        Assert.Equal([new FrameRange(0, 50)], fights.Ranges);
        Assert.Equal([new FrameRange(0, 20), new FrameRange(20, 30)], fights.Unbroken);
        Assert.Equal([new FrameRange(5, 15), new FrameRange(20, 20)], fights.Within(new FrameRange(5, 35)).Unbroken); // held out
        Assert.Equal([.. Enumerable.Range(10, 10), .. Enumerable.Range(30, 20)], windows.TargetFrames);
        Assert.All(Enumerable.Range(0, windows.Count),
            w => Assert.Equal(1, times[windows.TargetRow(w)] - times[windows.StartRow(w)], 0.001));
    }

    [Fact]
    public void A_window_needs_at_least_one_frame() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SlidingWindows.Over(Fights(3), length: 0));

    [Fact]
    public void Honest_windows_never_cross_from_one_fight_into_another() =>
        Prop.ForAll(Settings(), setting =>
        {
            var (sizes, length, includeCurrent) = setting;
            var fights = Fights(sizes);
            var windows = SlidingWindows.Over(fights, length, includeCurrent);
            for (int w = 0; w < windows.Count; w++)
            {
                int[] rows = [.. Enumerable.Range(windows.StartRow(w), length), windows.TargetRow(w)];
                Assert.Single(rows.Select(row => FightOf(fights, windows.FrameIndices[row])).Distinct());
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_frame_with_a_full_past_in_its_fight_is_the_target_of_one_window() =>
        Prop.ForAll(Settings(), setting =>
        {
            var (sizes, length, includeCurrent) = setting;
            var fights = Fights(sizes);
            int needed = includeCurrent ? length - 1 : length;
            Assert.Equal(fights.Ranges.SelectMany(r => r.Frames.Skip(needed)),
                SlidingWindows.Over(fights, length, includeCurrent).TargetFrames);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_report_s_mode_loses_only_the_first_window() =>
        Prop.ForAll(Settings(), setting =>
        {
            var (sizes, length, includeCurrent) = setting;
            int count = SlidingWindows.Over(Fights(sizes), length, includeCurrent, crossFights: true).Count;
            Assert.Equal(Math.Max(0, sizes.Sum() - (includeCurrent ? length - 1 : length)), count);
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<(int[] Sizes, int Length, bool IncludeCurrent)> Settings() =>
        (from sizes in Gen.Choose(1, 14).NonEmptyListOf()
         from length in Gen.Choose(1, 12)
         from includeCurrent in Gen.Elements(true, false)
         select (sizes.ToArray(), length, includeCurrent)).ToArbitrary();

    /// <summary>Fights of the given sizes in frames, three frames apart.</summary>
    private static FightIntervals Fights(params int[] sizes)
    {
        var markers = new List<FightMarker>();
        int frame = 2;
        foreach (int size in sizes)
        {
            markers.Add(new FightMarker(frame, true, 0));
            markers.Add(new FightMarker(frame + size - 1, false, 0));
            frame += size + 3;
        }

        return FightIntervals.Find(EventLog.Of([], markers, []),
            FrameClock.Of(Enumerable.Range(0, frame).Select(i => (double)i)));
    }

    private static int FightOf(FightIntervals fights, int frame) =>
        fights.Ranges.ToList().FindIndex(r => r.First <= frame && frame < r.End);
}
