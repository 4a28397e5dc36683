using System.Globalization;
using OpenCvSharp;
using Research.Alignment;
using Research.Checking;
using Research.Simulation.Cuphead;

namespace Research.Tests.Checking;

/// <summary>Faults that are put into the video of a clean session, or between video and logs.</summary>
public sealed class VideoFaultTests(PlayedFixture played) : IClassFixture<PlayedFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_video_is_found()
    {
        played.Copy(_folder, "B");
        _folder.Write("B.mp4", "");
        AssertFound("empty-file", "B.mp4");
    }

    [Fact]
    public void A_video_that_was_not_fetched_is_found()
    {
        played.Copy(_folder, "B");
        _folder.Write("B.mp4", "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 12345\n");
        AssertFound("git-lfs-pointer", "B.mp4");
    }

    [Fact]
    public void A_video_without_its_index_is_found()
    {
        played.Copy(_folder, "B");
        using (var stream = new FileStream(_folder.At("B.mp4"), FileMode.Open))
        {
            stream.SetLength(stream.Length / 2);
        }

        AssertFound("video-unreadable", "B.mp4");
    }

    [Fact]
    public void A_video_that_cannot_be_decoded_to_its_end_is_found()
    {
        played.Copy(_folder, "B");
        string video = _folder.At("B.mp4"), front = _folder.At("front.mp4");
        Assert.Equal(0, ProgramOutput.All("ffmpeg",
            ["-v", "error", "-i", video, "-c", "copy", "-movflags", "+faststart", front]).ExitCode);
        using (var stream = new FileStream(front, FileMode.Open))
        {
            stream.SetLength(stream.Length * 3 / 4);
        }

        File.Move(front, video, overwrite: true);
        var found = AssertFound("video-cut-off", "B.mp4");
        Assert.InRange(found.Place.Frame!.Value, 100, 399);
    }

    [Fact]
    public void Two_videos_of_a_session_are_found()
    {
        played.Copy(_folder, "B");
        File.Copy(_folder.At("B.mp4"), _folder.At("B.mkv"));
        AssertFound("two-videos", "B.mkv");
    }

    [Fact]
    public void Frames_that_the_video_lost_are_found()
    {
        played.Copy(_folder, "B");
        RecordedVideo.RemoveFrames(_folder.At("B.mp4"), first: 200, last: 229);
        var found = AssertFound("frame-count-mismatch", "B.mp4");
        Assert.Equal("370 frames; no frame for line 201 and others", found.Found);
        Assert.Equal($"./research repair {_folder.At("B")}", found.Repair);
    }

    [Fact]
    public void A_clock_that_drifts_is_found()
    {
        EditFrames("B", (t, frame) => t + 0.0005 * frame);
        Assert.Equal(201, AssertFound("clock-drift", "B_frames.jsonl").Place.Frame);
    }

    [Fact]
    public void A_clock_that_jumps_is_found()
    {
        EditFrames("B", (t, frame) => frame < 150 ? t : t + 0.2);
        Assert.Equal(150, AssertFound("clock-jump", "B_frames.jsonl").Place.Frame);
    }

    [Fact]
    public void A_video_of_another_rate_is_found()
    {
        EditFrames("B", (t, frame) => t - 0.05 * frame);
        AssertFound("rate-mismatch", "B.mp4");
    }

    [Fact]
    public void A_picture_that_stands_still_is_found()
    {
        MadeUpGame.Play(_folder, "S", frames: 300, seed: 4, frame => frame is >= 120 and < 160 ? 120 : frame);
        var found = AssertFound("frozen-picture", "S.mp4");
        Assert.InRange(found.Place.Frame!.Value, 100, 120); // the picture may have stood still before
        Assert.NotNull(found.Thumbnail);
    }

    [Fact]
    public void A_black_picture_is_found()
    {
        MadeUpGame.Play(_folder, "S", frames: 300, seed: 4, frame => frame is >= 120 and < 160 ? -1 : frame);
        Assert.Equal(120, AssertFound("black-picture", "S.mp4").Place.Frame);
    }

    [Fact]
    public void A_video_in_which_every_second_picture_comes_twice_is_found()
    {
        MadeUpGame.Play(_folder, "S", frames: 300, seed: 4);
        WriteDoubled("S.mp4");
        AssertFound("duplicated-frames", "S.mp4");
    }

    [Theory]
    [InlineData(2.0)]
    [InlineData(-3.0)]
    public void Keys_that_are_all_moved_are_found_by_the_picture(double seconds)
    {
        played.Copy(_folder, "T");
        AssertMoveIsFound("T", seconds);
    }

    [Fact]
    public void Of_frames_that_are_no_tenth_of_a_second_apart_the_shift_is_told_in_seconds()
    {
        var script = ScriptedSession.Play(fights: 3, seed: 2);
        double start = script.Frames.Times[0];
        var session = script with
        {
            Frames = FrameClock.Of(Enumerable.Range(0, script.Frames.Count * 3 / 2).Select(frame => start + frame / 15.0)),
        };
        SessionStage.Write(Scene.Of(session), _folder.At("T.mp4"), new Size(128, 72));
        session.WriteLogs(_folder.Path, "T");
        AssertMoveIsFound("T", 2);
    }

    [Fact]
    public void A_clean_session_has_its_lag_in_the_report_and_no_finding()
    {
        played.Copy(_folder, "T");
        var report = FolderCheck.Run(_folder.Path);
        CleanSessionTests.AssertClean(report);
        Assert.InRange(Assert.Single(report.Sessions).LabelLag!.Value, -0.3, 0.3);
    }

    [Fact]
    public void A_session_without_a_video_says_once_what_is_not_checked()
    {
        played.Copy(_folder, "A");
        File.Delete(_folder.At("A.mp4"));
        var report = FolderCheck.Run(_folder.Path);
        CleanSessionTests.AssertClean(report);
        Assert.Equal("no video, so pictures, their times and the labels' shift are not checked",
            Assert.Single(report.Findings, finding => finding.Code == "not-checked").Found);
    }

    [Fact]
    public void Of_a_long_video_stretches_are_looked_at_and_the_report_says_so()
    {
        played.Copy(_folder, "A");
        var report = FolderCheck.Run(_folder.Path, new CheckOptions { MostFrames = 360 });
        CleanSessionTests.AssertClean(report);
        Assert.Equal(360, Assert.Single(report.Sessions).FramesSeen);
        Assert.Contains(report.Findings, finding => finding.Found == "600 frames, of which 360 were looked at");
    }

    /// <summary>Shows each picture of every second frame twice, and moves something in each, as a game does.</summary>
    private void WriteDoubled(string video)
    {
        string beside = _folder.At("doubled.mp4");
        var (code, _, errors) = ProgramOutput.All("ffmpeg",
        [
            "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=160x96:rate=5:duration=30", "-vf", "fps=10", "-pix_fmt", "yuv420p",
            "-bf", "0", beside,
        ]);
        Assert.True(code == 0, errors);
        File.Move(beside, _folder.At(video), overwrite: true);
    }

    private void AssertMoveIsFound(string name, double seconds)
    {
        var logs = EditedLogs.Read(_folder.At(name));
        logs.Events = [.. logs.Events.Select(e => e.Key is null ? e : e with { Time = e.Time + seconds }).OrderBy(e => e.Time)];
        logs.Write(_folder, name);
        var found = AssertFound("label-shift", $"{name}_events.jsonl");
        double told = double.Parse(found.Found.Split(' ')[1], CultureInfo.InvariantCulture);
        Assert.InRange(told, Math.Abs(seconds) - 0.2, Math.Abs(seconds) + 0.2);
        Assert.StartsWith($"keys {told:0.0} s {(seconds > 0 ? "later" : "earlier")} than the picture shows them", found.Found);
    }

    private void EditFrames(string name, Func<double, int, double> edit)
    {
        played.Copy(_folder, name);
        var logs = EditedLogs.Read(_folder.At(name));
        logs.Frames = [.. logs.Frames.Select(edit)];
        logs.Write(_folder, name);
    }

    private Finding AssertFound(string code, string file)
    {
        var report = FolderCheck.Run(_folder.Path);
        var found = report.Findings.FirstOrDefault(finding => finding.Code == code);
        Assert.True(found is not null, $"found no {code}, but {string.Join('\n', report.Findings)}");
        Assert.Equal(file, Path.GetFileName(found.Place.File));
        return found;
    }
}
