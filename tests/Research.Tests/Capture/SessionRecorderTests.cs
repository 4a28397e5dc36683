using Research.Alignment;
using Research.Capture;

namespace Research.Tests.Capture;

public class SessionRecorderTests
{
    [Fact]
    public void Ten_thousand_frames_show_the_very_picture_that_was_captured_for_their_time()
    {
        using var folder = new TemporaryFolder();
        var captured = new List<double>();
        var screen = new DrawnScreen(() =>
        {
            captured.Add(UtcClock.Now);
            return captured.Count - 1;
        });
        var options = new RecorderOptions { FramesPerSecond = 1000, KeepFree = 0 };
        var recorder = SessionRecorder.Begin(screen, folder.Path, "Train", options);
        recorder.Log(new KeyStroke("f", KeyTransition.Down, recorder.Start));
        while (recorder.Status.Frames < 10_000 && !recorder.Completion.IsCompleted)
        {
            Thread.Sleep(20);
        }

        recorder.End("enough");
        var recorded = Finish(recorder);
        Assert.Empty(recorded.Losses);
        Assert.False(recorded.IsFault);
        Assert.InRange(recorded.Frames, 10_000, int.MaxValue);

        var frames = RecordedFrames.Open(recorded.Files);
        var times = frames.Session.Logs.Frames.Times;
        int picture = 0, older = 0, own = 0;
        for (int k = 0; k < frames.Codes.Count; k++)
        {
            Assert.Equal(recorder.Start + k / 1000.0, times[k]);
            while (captured[picture] < times[k]) // the first picture that was taken when the frame was due
            {
                picture++;
            }

            // The recorder reads its clock a moment after the picture was drawn, on a busy machine a long moment: a frame may
            // come due in between, and then shows it too.
            own += frames.Codes[k].Number == picture ? 1 : 0;
            bool isIt = frames.Codes[k].Number == picture || frames.Codes[k].Number == picture - 1;
            older += isIt ? 0 : 1;
            Assert.True(isIt || frames.Codes[k].Number < picture,
                $"frame {k} shows picture {frames.Codes[k].Number}, of the future; {picture} was its own");
        }

        Assert.InRange(older, 0, recorded.Overflowed);
        Assert.InRange(own, 1, frames.Codes.Count);
    }

    [Fact]
    public void A_recorded_session_is_as_long_as_the_clock_and_its_file_says_how_it_was_made()
    {
        using var folder = new TemporaryFolder();
        var recorder = SessionRecorder.Begin(new DrawnScreen(() => 1), folder.Path, "Train",
            new RecorderOptions { FramesPerSecond = 30, KeepFree = 0 });
        recorder.Log(new KeyStroke("\"", KeyTransition.Down, recorder.Start + 0.25));
        recorder.Mark(isStart: true, recorder.Start + 0.5);
        var info = RecordingInfo.Read(Path.Combine(folder.Path, "Train_session.json"));
        Assert.Null(info.EndReason);
        Assert.Null(info.Frames);
        Thread.Sleep(1200);
        double seconds = UtcClock.Now - recorder.Start;
        recorder.End("a test is over");
        recorder.End("another reason");
        var recorded = Finish(recorder);
        Assert.InRange(recorded.Frames, (int)Math.Floor(seconds * 30), (int)Math.Floor((UtcClock.Now - recorder.Start) * 30) + 1);
        Assert.Equal(recorded.Frames / 30.0, recorded.Seconds, 9);
        Assert.Equal("a test is over", recorded.EndReason);

        info = RecordingInfo.Read(recorded.Files.Info);
        Assert.Equal(("a drawn bar code", BarCode.Width, BarCode.Height, 30),
            (info.Source, info.Width, info.Height, info.FramesPerSecond));
        Assert.Equal(("a test is over", recorded.Frames), (info.EndReason, info.Frames));
        Assert.Equal(recorder.Start, (DateTime.Parse(info.Started).ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds, 2.0);
        Assert.Equal((recorded.Duplicates, recorded.Overflowed), (info.Duplicates, info.Overflowed));
        Assert.StartsWith("ffmpeg version", info.Ffmpeg);
        Assert.Equal(0, info.ClockStep!.Value, 0.05);

        Assert.Equal(
            $"{{\"event\":\"keydown\",\"key\":\"\\\"\",\"t\":{recorder.Start + 0.25:R}}}\n{{\"event\":\"marker\",\"type\":\"fight_start\",\"t\":{recorder.Start + 0.5:R}}}\n",
            File.ReadAllText(recorded.Files.Events));
        Assert.StartsWith($"{{\"t\":{recorder.Start:R}}}\n", File.ReadAllText(recorded.Files.Frames));
        Assert.True(SessionRepair.Run(folder.Path, "Train").WasWhole);
    }

    [Fact]
    public void A_stopped_encoder_delays_nothing_and_what_overflows_is_counted()
    {
        using var folder = new TemporaryFolder();
        int rate = 60;
        var screen = new DrawnScreen(() => RecorderProcess.NumberAt(UtcClock.Now, rate));
        var recorder = SessionRecorder.Begin(screen, folder.Path, "Train",
            new RecorderOptions { FramesPerSecond = rate, KeepFree = 0, QueueMemory = 4 * BarCode.Width * BarCode.Height });
        recorder.Log(new KeyStroke("q", KeyTransition.Down, recorder.Start)); // a key that the screen does not draw
        int encoder = RecordingInfo.Read(Path.Combine(folder.Path, "Train_session.json")).FfmpegProcess;
        RecorderProcess.Signal("STOP", encoder);
        Await(() => recorder.Status.Overflowed > 0);
        var stopped = recorder.Status;
        Await(() => recorder.Status.Frames >= stopped.Frames + rate / 2); // frames come due as before
        var status = recorder.Status;
        RecorderProcess.Signal("CONT", encoder);
        Assert.True(status.Overflowed > stopped.Overflowed && status.Written < stopped.Frames, $"{stopped}, then {status}");
        Thread.Sleep(200);
        recorder.End("enough");
        var recorded = Finish(recorder);
        Assert.InRange(recorded.Overflowed, 1, recorded.Frames);
        Assert.Empty(recorded.Losses);
        int elsewhere = RecordedFrames.Open(recorded.Files).CheckAgainst(rate);
        Assert.InRange(elsewhere, 1, recorded.Overflowed + recorded.Duplicates);
    }

    [Fact]
    public void A_window_that_is_gone_ends_the_recording_and_what_was_recorded_stays()
    {
        using var folder = new TemporaryFolder();
        int pictures = 0;
        var screen =
            new DrawnScreen(() =>
            pictures)
            {
                BeforeCapture = () => pictures = pictures < 20 ? pictures + 1 : throw new IOException("window 'Cuphead' is gone"),
            };
        var recorder = SessionRecorder.Begin(screen, folder.Path, "Train",
            new RecorderOptions { FramesPerSecond = 60, KeepFree = 0 });
        recorder.Log(new KeyStroke("f", KeyTransition.Down, recorder.Start));
        var recorded = Finish(recorder);
        Assert.True(recorded.IsFault);
        Assert.Equal("window 'Cuphead' is gone", recorded.EndReason);
        Assert.Equal("window 'Cuphead' is gone", RecordingInfo.Read(recorded.Files.Info).EndReason);
        Assert.Equal(20, RecordedFrames.Open(recorded.Files).Codes.Select(code => code.Number).Distinct().Count());
        recorder.Log(new KeyStroke("f", KeyTransition.Up, recorder.Start)); // too late, and no error
    }

    [Fact]
    public void A_killed_encoder_ends_the_recording_with_a_clear_message()
    {
        using var folder = new TemporaryFolder();
        var recorder = SessionRecorder.Begin(new DrawnScreen(() => 1), folder.Path, "Train",
            new RecorderOptions { FramesPerSecond = 60, KeepFree = 0 });
        recorder.Log(new KeyStroke("f", KeyTransition.Down, recorder.Start));
        Await(() => recorder.Status.Written >= 90); // more than the half second that a killed encoder loses
        Thread.Sleep(500);
        RecorderProcess.Signal("KILL", RecordingInfo.Read(Path.Combine(folder.Path, "Train_session.json")).FfmpegProcess);
        var recorded = Finish(recorder);
        Assert.True(recorded.IsFault);
        Assert.Equal("ffmpeg ended with exit code 137.", recorded.EndReason);
        Assert.NotEmpty(recorded.Losses);
        Assert.Equal(recorded.Frames, RecordedFrames.Open(recorded.Files).Codes.Count);
    }

    [Fact]
    public void A_session_is_never_overwritten_and_a_bad_name_rate_or_disk_is_refused_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Train_events.jsonl", "{}");
        folder.Write("Train.mkv", "x");
        using var screen = new DrawnScreen(() => 1);
        Assert.Equal(
            $"{folder.Path}: found a session 'Train' (Train_events.jsonl, Train.mkv); expected another name: a recording never "
            + "overwrites one.",
            Assert.Throws<IOException>(() => SessionRecorder.Begin(screen, folder.Path, "Train")).Message);
        foreach (string name in (string[])["", " ", "a/b", ".hidden", "-x"])
        {
            Assert.Equal(
                $"found the session name '{name}'; expected one that files can begin with, such as Train: no slash, no dot or "
                + "dash in front.",
                Assert.Throws<ArgumentException>(() => SessionRecorder.Begin(screen, folder.Path, name)).Message);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() =>
            SessionRecorder.Begin(screen, folder.Path, "Test", new RecorderOptions { FramesPerSecond = 0, KeepFree = 0 }));
        Assert.Matches(@": found [\d,]+ MB left on its disk; expected at least 1,000,000,000 MB, which a recording keeps free\.$",
            Assert.Throws<IOException>(() => SessionRecorder.Begin(screen, folder.Path, "Test",
                new RecorderOptions { KeepFree = 1_000_000_000_000_000 })).Message);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Without_ffmpeg_the_error_says_how_to_get_it()
    {
        using var folder = new TemporaryFolder();
        using var recorder = RecorderProcess.Start(folder.Path, "Train", 30, seed: 1, path: folder.Path);
        var (code, errors) = recorder.End();
        Assert.Equal((1, "ffmpeg: found no such program; expected it on PATH, to encode the video (apt-get install ffmpeg)."),
            (code, errors));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Where_FFmpeg_makes_no_file_the_message_and_the_session_say_why()
    {
        using var folder = new TemporaryFolder();
        string ffmpeg = folder.Write("bin/ffmpeg",
            "#!/bin/sh\n[ \"$1\" = -version ] && exec echo ffmpeg version 5\necho \"Unknown encoder 'libx264'\" >&2\nexit 1\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(ffmpeg, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var files = new SessionFiles(folder.At("out"), "Train");
        using var recorder = RecorderProcess.Start(files.Folder, files.Name, 30, seed: 1,
            path: $"{folder.At("bin")}:{Environment.GetEnvironmentVariable("PATH")}");
        Await(() => File.Exists(files.Info) && RecordingInfo.Read(files.Info).EndReason is not null);
        var (code, errors) = recorder.End();
        Assert.Equal((1, $"{files.Video}: found no whole frame when the recording ended (ffmpeg: Unknown encoder 'libx264'); "
            + "expected at least one."), (code, errors));
        var info = RecordingInfo.Read(files.Info);
        Assert.Equal(("ffmpeg: Unknown encoder 'libx264'", 0), (info.EndReason, info.Frames));
    }

    internal static void Await(Func<bool> isSo) =>
        Assert.True(SpinWait.SpinUntil(isSo, TimeSpan.FromSeconds(60)), "waited for a minute in vain");

    internal static RecordedSession Finish(SessionRecorder recorder)
    {
        Assert.True(recorder.Completion.Wait(TimeSpan.FromSeconds(60)), "the recording does not end");
        return recorder.Completion.Result;
    }
}
