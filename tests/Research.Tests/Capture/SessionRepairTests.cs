using Research.Alignment;
using Research.Capture;
using Research.Data;

namespace Research.Tests.Capture;

public class SessionRepairTests
{
    [Fact]
    public void A_whole_session_is_left_alone()
    {
        using var recorded = new Recorded();
        var before = recorded.Contents();
        var report = SessionRepair.Run(recorded.Folder, "Train");
        Assert.True(report.WasWhole);
        Assert.Equal((recorded.Frames, recorded.Frames / 30.0), (report.Frames, report.Seconds));
        Assert.Equal(before, recorded.Contents());
    }

    [Fact]
    public void Logs_longer_than_the_video_are_cut_to_it()
    {
        using var recorded = new Recorded();
        double last = recorded.Start + (recorded.Frames - 1) / 30.0;
        File.AppendAllText(recorded.Files.Frames, $"{{\"t\":{last + 1 / 30.0:R}}}\n{{\"t\":{last + 2 / 30.0:R}}}\n{{\"t\":176");
        File.AppendAllText(recorded.Files.Events, $"{{\"event\":\"keydown\",\"key\":\"d\",\"t\":{last + 0.02:R}}}\n{{\"event\":\"keyup\",\"key\":\"d\",\"t\":{last + 0.05:R}}}\n{{\"event\":\"key");
        var report = SessionRepair.Run(recorded.Folder, "Train");
        Assert.Equal(
            ["Train_frames.jsonl: 2 frames (0.07 s) that never reached the video", "Train_events.jsonl: 1 event after the last frame", "Train_events.jsonl: a line that was not whole"],
            report.Losses);
        Assert.Equal(recorded.Frames, RecordedFrames.Open(recorded.Files).Codes.Count);
        Assert.Contains("\"key\":\"d\"", File.ReadLines(recorded.Files.Events).Last());
        Assert.True(SessionRepair.Run(recorded.Folder, "Train").WasWhole);
    }

    [Fact]
    public void A_line_that_is_not_whole_is_cut_off_alone()
    {
        using var recorded = new Recorded();
        File.AppendAllText(recorded.Files.Frames, "{\"t\":176");
        Assert.Equal(["Train_frames.jsonl: a line that was not whole"], SessionRepair.Run(recorded.Folder, "Train").Losses);
        Assert.Equal(recorded.Frames, RecordedFrames.Open(recorded.Files).Codes.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(700)]
    public void A_video_cut_off_anywhere_keeps_what_is_whole(int bytes)
    {
        using var recorded = new Recorded();
        using (var video = new FileStream(recorded.Files.Video, FileMode.Open))
        {
            video.SetLength(video.Length - bytes);
        }

        var report = SessionRepair.Run(recorded.Folder, "Train");
        Assert.NotEmpty(report.Losses);
        Assert.InRange(report.Frames, recorded.Frames - (bytes < 100 ? 0 : 60), recorded.Frames);
        Assert.Equal(report.Frames, RecordedFrames.Open(recorded.Files).Codes.Count);
        Assert.True(SessionRepair.Run(recorded.Folder, "Train").WasWhole);
    }

    [Fact]
    public void A_video_longer_than_the_log_is_cut_where_both_are_whole()
    {
        using var recorded = new Recorded();
        string[] lines = File.ReadAllLines(recorded.Files.Frames);
        File.WriteAllLines(recorded.Files.Frames, lines[..20]);
        var report = SessionRepair.Run(recorded.Folder, "Train");
        Assert.InRange(report.Frames, 1, 20);
        Assert.Contains($"Train.mp4: {recorded.Frames - report.Frames} frames without a line in the frame log", report.Losses);
        Assert.Equal(report.Frames, RecordedFrames.Open(recorded.Files).Codes.Count);
        Assert.True(SessionRepair.Run(recorded.Folder, "Train").WasWhole);
    }

    [Fact]
    public void A_session_of_which_nothing_can_be_saved_is_left_as_it_is()
    {
        using var recorded = new Recorded();
        File.WriteAllText(recorded.Files.Frames, "{\"t\":1");
        var before = recorded.Contents();
        Assert.Equal($"{recorded.Files.Frames}: found 0 frames and in Train.mp4 0; expected at least one in both: nothing of the session can be saved.",
            Assert.Throws<InvalidDataException>(() => SessionRepair.Run(recorded.Folder, "Train")).Message);
        Assert.Equal(before, recorded.Contents());
    }

    [Fact]
    public void A_bad_line_in_the_middle_is_no_crash_and_is_named()
    {
        using var recorded = new Recorded();
        string[] lines = File.ReadAllLines(recorded.Files.Frames);
        lines[4] = "{\"t\":null}";
        File.WriteAllLines(recorded.Files.Frames, lines);
        Assert.StartsWith($"{recorded.Files.Frames}, line 5: found \"t\": null; expected",
            Assert.Throws<LogFormatException>(() => SessionRepair.Run(recorded.Folder, "Train")).Message);
    }

    [Fact]
    public void A_session_that_is_being_recorded_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var recorder = SessionRecorder.Begin(new DrawnScreen(() => 1), folder.Path, "Train", new RecorderOptions { KeepFree = 0 });
        string frames = Path.Combine(folder.Path, "Train_frames.jsonl");
        Assert.Equal($"{frames}: found that another process has it open; expected a session that is no longer being recorded.",
            Assert.Throws<IOException>(() => SessionRepair.Run(folder.Path, "Train")).Message);
    }

    [Fact]
    public void A_session_that_is_not_there_and_one_without_a_log_or_a_video_are_named()
    {
        using var recorded = new Recorded();
        Assert.Contains("found no session 'Tset' (there is Train)", Assert.Throws<DirectoryNotFoundException>(() => SessionRepair.Run(recorded.Folder, "Tset")).Message);
        File.Move(recorded.Files.Events, recorded.Files.Events + ".away");
        Assert.Equal($"{recorded.Files.Events}: found no such file; expected the log of keys and the log of frames beside a video.",
            Assert.Throws<FileNotFoundException>(() => SessionRepair.Run(recorded.Folder, "Train")).Message);
        File.Move(recorded.Files.Events + ".away", recorded.Files.Events);
        File.Delete(recorded.Files.Video);
        Assert.Contains("found no video of session 'Train'", Assert.Throws<FileNotFoundException>(() => SessionRepair.Run(recorded.Folder, "Train")).Message);
        File.WriteAllText(recorded.Files.Info, "{}");
        File.WriteAllText(recorded.Files.Video, "x");
        Assert.StartsWith($"{recorded.Files.Info}: found ", Assert.Throws<InvalidDataException>(() => SessionRepair.Run(recorded.Folder, "Train")).Message);
    }

    [Fact]
    public void A_session_of_another_recorder_has_its_logs_cut_too()
    {
        using var folder = new TemporaryFolder();
        Data.RecordedVideo.Write(Path.Combine(folder.Path, "Train.avi"), frames: 12, codec: "MJPG");
        folder.Write("Train_frames.jsonl", string.Concat(Enumerable.Range(0, 15).Select(i => $"{{\"t\":{i / 10.0:R}}}\n")));
        folder.Write("Train_events.jsonl", "{\"event\":\"keydown\",\"key\":\"f\",\"t\":0.5}\n");
        Assert.Equal(["Train_frames.jsonl: 3 frames (0.3 s) that never reached the video"], SessionRepair.Run(folder.Path, "Train").Losses);
        Assert.Equal(12, Session.Open(folder.Path, "Train").FrameCount);
    }

    /// <summary>A session of some 45 frames that a recorder wrote.</summary>
    private sealed class Recorded : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Recorded()
        {
            int number = 0;
            var recorder = SessionRecorder.Begin(new DrawnScreen(() => number++), _folder.Path, "Train", new RecorderOptions { FramesPerSecond = 30, KeepFree = 0 });
            recorder.Log(new KeyStroke("f", KeyTransition.Down, recorder.Start));
            recorder.Log(new KeyStroke("f", KeyTransition.Up, recorder.Start + 0.1));
            Thread.Sleep(1500);
            recorder.End("enough");
            var recorded = SessionRecorderTests.Finish(recorder);
            (Files, Frames, Start) = (recorded.Files, recorded.Frames, recorder.Start);
        }

        public string Folder => _folder.Path;

        public SessionFiles Files { get; }

        public int Frames { get; }

        public double Start { get; }

        public string Contents() => string.Join('\n', Files.Existing.Select(file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))));

        public void Dispose() => _folder.Dispose();
    }
}
