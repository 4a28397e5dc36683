using OpenCvSharp;
using Research.Alignment;
using Research.Capture;
using Research.Metrics;
using Research.Overlay;
using Research.Sessions;

namespace Research.Tests.Capture;

public sealed class SessionTimingTests
{
    private const double Start = 1764000000;

    [Fact]
    public void A_log_on_schedule_does_not_drift()
    {
        var timing = SessionTiming.Of(FrameClock.Of(Enumerable.Range(0, 36001).Select(k => Start + k / 10.0)), Times(36001));
        Assert.Equal((36001, 36001, true, true),
            (timing.VideoFrames, timing.LoggedFrames, timing.CountsAgree, timing.TimesAgree));
        Assert.Equal(3600, timing.Seconds, 1e-6);
        Assert.Equal(100, timing.Tolerance, 1e-6);
        Assert.InRange(Math.Abs(timing.Drift), 0, 1e-3);
        Assert.InRange(Math.Abs(timing.FarthestError), 0, 1e-3);
    }

    [Fact]
    public void A_loop_that_sleeps_a_little_too_long_drifts_by_as_much_and_its_last_frame_is_the_farthest()
    {
        var timing = SessionTiming.Of(FrameClock.Of(Enumerable.Range(0, 3600)
            .Select(k => Start + k * 0.101 + (k == 1800 ? 0.02 : 0))), Times(3600));
        Assert.True(timing is { CountsAgree: true, TimesAgree: false });
        Assert.InRange(timing.Drift, 36000 - 40 * timing.DriftError, 36000 + 40 * timing.DriftError); // 1 ms in every 100
        Assert.Equal((3599, 3599), (timing.FarthestFrame, Math.Round(timing.FarthestError)));
        Assert.InRange(timing.FirstApart!.Value, 100, 101);
    }

    [Fact]
    public void A_log_that_equals_the_videos_own_times_has_no_error_whatever_gap_both_have()
    {
        double[] shown = [.. Times(300), .. Times(700).Select(t => t + 40)];
        var timing = SessionTiming.Of(FrameClock.Of(shown.Select(t => Start + t)), shown);
        Assert.True(timing is { CountsAgree: true, TimesAgree: true });
        Assert.InRange(Math.Abs(timing.Drift), 0, 1e-3);
        Assert.InRange(Math.Abs(timing.FarthestError), 0, 1e-3);
    }

    [Fact]
    public void The_error_is_of_a_frame_and_not_of_a_line_fitted_through_all()
    {
        double[] shown = [.. Times(300), .. Times(700).Select(t => t + 40)];
        var timing = SessionTiming.Of(FrameClock.Of(Times(1000).Select(t => Start + t)), shown);
        Assert.False(timing.TimesAgree);
        Assert.Equal(-10_000, timing.FarthestError, 1); // frame 300 is shown at 40 s and logged at 30 s
        Assert.Equal((300, 300), (timing.FirstApart, timing.FarthestFrame)); // and all after it as far
    }

    [Fact]
    public void Lines_without_a_frame_and_frames_without_a_line_are_found_by_their_times()
    {
        double[] gap = [.. Times(300), .. Times(700).Select(t => t + 40)];
        var lost = SessionTiming.Of(FrameClock.Of(Times(1100).Select(t => Start + t)), gap);
        Assert.Equal([new FrameRange(300, 100)], lost.LinesWithoutFrame);
        Assert.Empty(lost.FramesWithoutLine);
        Assert.True(lost is { CountsAgree: false, TimesAgree: true });

        var unlogged = SessionTiming.Of(FrameClock.Of(gap.Select(t => Start + t)), Times(1105));
        Assert.Equal([new FrameRange(300, 100), new FrameRange(1100, 5)], unlogged.FramesWithoutLine);
        Assert.Empty(unlogged.LinesWithoutFrame);
    }

    [Fact]
    public void A_single_frame_has_no_rate() =>
        Assert.Equal("frames, line 1: found a single frame; expected two at least, to compare times.",
            Assert.Throws<LogFormatException>(() => SessionTiming.Of(FrameClock.Of([Start]), Times(1))).Message);

    [Fact]
    public void A_line_through_points_has_the_slope_and_the_error_of_the_textbook()
    {
        var fit = LinearFit.Of([1, 2, 3, 4, 5], [2, 1, 4, 3, 7]);
        Assert.Equal(1.2, fit.Slope, 1e-12);
        Assert.Equal(-0.2, fit.Intercept, 1e-12);
        Assert.Equal(Math.Sqrt(6.8 / 3 / 10), fit.SlopeError, 1e-12); // residuals 1, −1.2, 0.6, −1.6, 1.2
        Assert.Equal(1.6, fit.LargestResidual, 1e-12);
        Assert.Equal("A line is fitted to two points at least; found 3 x, 1 of them different, and 3 y. (Parameter 'x')",
            Assert.Throws<ArgumentException>(() => LinearFit.Of([1, 1, 1], [1, 2, 3])).Message);
    }

    [Fact]
    public void Lamps_are_drawn_as_logged_and_moved()
    {
        using var folder = new TemporaryFolder();
        const int frames = 20;
        using var frame = new Mat(240, 320, MatType.CV_8UC3, new Scalar(60, 90, 120));
        VideoFileWriter.Write(Path.Combine(folder.Path, "A.mp4"), new Size(320, 240), 10, Enumerable.Repeat(frame, frames));

        folder.Write("A_frames.jsonl", string.Concat(Enumerable.Range(0, frames)
            .Select(i => $"{{\"t\":{Start + i / 10.0:0.0}}}\n")));
        folder.Write("A_events.jsonl",
            $"{{\"event\":\"keydown\",\"key\":\"q\",\"t\":{Start + 0.45}}}\n{{\"event\":\"keyup\",\"key\":\"q\",\"t\":{Start + 0.85}}}\n");
        string output = Path.Combine(folder.Path, "lamps.mp4");

        Assert.Equal(frames, KeyOverlay.Write(folder.Path, "A", 300, output));
        Assert.Equal(frames, VideoReader.CountFrames(output));
        var session = SessionLogs.Open(folder.Path, "A", new ActionSet(("q", "q")));
        Assert.Equal([new FrameRange(5, 4)], session.Timeline.Presses(0));
        Assert.Equal([new FrameRange(8, 4)], KeyOverlay.Moved(session, 300).Presses(0));
        Assert.Equal([new FrameRange(3, 4)], KeyOverlay.Moved(session, -200).Presses(0));

        folder.Write("A_events.jsonl", "{\"event\":\"marker\",\"type\":\"fight_start\",\"t\":1764000000.5}\n");
        Assert.Equal($"{folder.Path}/A_events.jsonl: found no key; expected one at least to make a lamp for.",
            Assert.Throws<LogFormatException>(() => KeyOverlay.Write(folder.Path, "A", 0, output)).Message);
    }

    [Fact]
    public void Two_keys_of_one_name_have_one_lamp()
    {
        using var folder = new TemporaryFolder();
        const int frames = 20;
        RecordedVideo.Write(folder.At("A.mp4"), frames, width: 320, height: 240);
        RecordedVideo.WriteLogs(folder, "A", frames);
        folder.Write("A_events.jsonl", """
            {"event":"keydown","key":"Key.shift","code":50,"t":0.45}
            {"event":"keydown","key":"Key.shift","code":62,"t":0.65}
            {"event":"keyup","key":"Key.shift","code":50,"t":0.85}
            {"event":"keyup","key":"Key.shift","code":62,"t":1.05}

            """);

        Assert.Equal(frames, KeyOverlay.Write(folder.Path, "A", 100, folder.At("lamps.mp4")));
        Assert.Equal(frames, VideoReader.CountFrames(folder.At("lamps.mp4")));
    }

    private static double[] Times(int frames) => [.. Enumerable.Range(0, frames).Select(k => k / 10.0)];
}
