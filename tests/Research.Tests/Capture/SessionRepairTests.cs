using Research.Alignment;
using Research.Capture;
using Research.Sessions;

namespace Research.Tests.Capture;

public class SessionRepairTests
{
    [Fact]
    public void A_whole_session_is_left_alone()
    {
        using var recorded = new Recorded();
        string before = recorded.Contents();
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
        File.AppendAllText(recorded.Files.Events,
            $"{{\"event\":\"keydown\",\"key\":\"d\",\"t\":{last + 0.02:R}}}\n{{\"event\":\"keyup\",\"key\":\"d\",\"t\":{last + 0.05:R}}}\n{{\"event\":\"key");
        string[] before = [File.ReadAllText(recorded.Files.Frames), File.ReadAllText(recorded.Files.Events)];
        var report = SessionRepair.Run(recorded.Folder, "Train");
        Assert.Equal(
            [$"Train_frames.jsonl: 2 frames (0.07 s) that never reached the video: lines {recorded.Frames + 1} to "
            + $"{recorded.Frames + 2}", "Train_events.jsonl: 1 event after the last frame",
                "Train_events.jsonl: a line that was not whole"],
            report.Losses);
        Assert.Equal([recorded.Files.Frames + ".before-repair", recorded.Files.Events + ".before-repair"], report.Originals);
        Assert.Equal(before, report.Originals.Select(File.ReadAllText));
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
        Assert.Contains($"Train.mp4: {recorded.Frames - report.Frames} frames without a line in the frame log: "
            + $"frames {report.Frames} to {recorded.Frames - 1}", report.Losses);
        Assert.Equal(recorded.Frames, VideoReader.CountFrames(
            Rename(Assert.Single(report.Originals, o => o.Contains(".mp4")), recorded.Files.Video + ".mp4")));
        Assert.Equal(report.Frames, RecordedFrames.Open(recorded.Files).Codes.Count);
        Assert.True(SessionRepair.Run(recorded.Folder, "Train").WasWhole);
    }

    [Fact]
    public void A_session_of_which_nothing_can_be_saved_is_left_as_it_is()
    {
        using var recorded = new Recorded();
        File.WriteAllText(recorded.Files.Frames, "{\"t\":1");
        string before = recorded.Contents();
        Assert.Equal(
            $"{recorded.Files.Frames}: found 0 frames and in Train.mp4 {recorded.Frames}; expected at least one in both: "
            + "nothing of the session can be saved.",
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
        using var recorder = SessionRecorder.Begin(new DrawnScreen(() => 1), folder.Path, "Train",
            new RecorderOptions { KeepFree = 0 });
        string frames = Path.Combine(folder.Path, "Train_frames.jsonl");
        Assert.Equal($"{frames}: found that another process has it open; expected a session that is no longer being recorded.",
            Assert.Throws<IOException>(() => SessionRepair.Run(folder.Path, "Train")).Message);
    }

    [Fact]
    public void A_session_that_is_not_there_and_one_without_a_log_or_a_video_are_named()
    {
        using var recorded = new Recorded();
        Assert.Contains("found no session 'Tset' (there is Train)",
            Assert.Throws<DirectoryNotFoundException>(() => SessionRepair.Run(recorded.Folder, "Tset")).Message);
        File.Move(recorded.Files.Events, recorded.Files.Events + ".away");
        Assert.Equal(
            $"{recorded.Files.Events}: found no such file; expected the log of keys and the log of frames beside a video.",
            Assert.Throws<FileNotFoundException>(() => SessionRepair.Run(recorded.Folder, "Train")).Message);
        File.Move(recorded.Files.Events + ".away", recorded.Files.Events);
        File.Delete(recorded.Files.Video);
        Assert.Contains("found no video of session 'Train'",
            Assert.Throws<FileNotFoundException>(() => SessionRepair.Run(recorded.Folder, "Train")).Message);
        File.WriteAllText(recorded.Files.Info, "{}");
        File.WriteAllText(recorded.Files.Video, "x");
        Assert.StartsWith($"{recorded.Files.Info}: found ",
            Assert.Throws<InvalidDataException>(() => SessionRepair.Run(recorded.Folder, "Train")).Message);
    }

    [Fact]
    public void A_session_of_another_recorder_has_its_logs_cut_too()
    {
        using var folder = new TemporaryFolder();
        RecordedVideo.Write(Path.Combine(folder.Path, "Train.avi"), frames: 12, codec: "MJPG");
        folder.Write("Train_frames.jsonl", string.Concat(Enumerable.Range(0, 15).Select(i => $"{{\"t\":{i / 10.0:R}}}\n")));
        folder.Write("Train_events.jsonl", "{\"event\":\"keydown\",\"key\":\"f\",\"t\":0.5}\n");
        Assert.Equal(["Train_frames.jsonl: 3 frames (0.3 s) that never reached the video: lines 13 to 15"],
            SessionRepair.Run(folder.Path, "Train").Losses);
        Assert.Equal(12, Session.Open(folder.Path, "Train").FrameCount);
    }

    [Fact]
    public void Frames_that_were_lost_in_the_middle_take_their_own_lines_with_them()
    {
        using var folder = new TemporaryFolder();
        RecordedVideo.WriteSession(folder, "A", frames: 60, lines: 60);
        RecordedVideo.RemoveFrames(folder.At("A.mp4"), first: 20, last: 29);
        string[] lines = File.ReadAllLines(folder.At("A_frames.jsonl"));

        var report = SessionRepair.Run(folder.Path, "A");

        Assert.Equal(50, report.Frames);
        Assert.Equal(["A_frames.jsonl: 10 frames (1 s) that never reached the video: lines 21 to 30"], report.Losses);
        Assert.Equal([.. lines[..20], .. lines[30..]], File.ReadAllLines(folder.At("A_frames.jsonl")));
        Assert.Equal(lines, File.ReadAllLines(folder.At("A_frames.jsonl.before-repair")));
        var check = SessionCheck.Run(folder.Path, "A");
        Assert.True(check.Timing is { CountsAgree: true, TimesAgree: true });
        Assert.True(SessionRepair.Run(folder.Path, "A").WasWhole);
    }

    [Theory]
    [InlineData("avc1", ".mp4")]
    [InlineData("mp4v", ".mp4")]
    [InlineData("MJPG", ".avi")]
    public void A_video_that_is_longer_than_its_log_is_cut_and_kept_as_it_was(string codec, string extension)
    {
        using var folder = new TemporaryFolder();
        RecordedVideo.WriteLogs(folder, "A", lines: 40);
        string video = RecordedVideo.Write(folder.At("A" + extension), frames: 43, codec);
        byte[] before = File.ReadAllBytes(video);

        var report = SessionRepair.Run(folder.Path, "A");

        Assert.Equal(40, report.Frames);
        Assert.Equal([$"A{extension}: 3 frames without a line in the frame log: frames 40 to 42"], report.Losses);
        Assert.Equal(before, File.ReadAllBytes(video + ".before-repair"));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, ".unfinished-*"));
        Assert.Equal(40, Session.Open(folder.Path, "A").FrameCount);
        Assert.True(SessionCheck.Run(folder.Path, "A").IsInSync);
        Assert.True(SessionRepair.Run(folder.Path, "A").WasWhole);
    }

    [Fact]
    public void A_stopped_repair_has_changed_nothing()
    {
        using var folder = new TemporaryFolder();
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        RecordedVideo.WriteSession(folder, "A", frames: 43, lines: 40);
        byte[] before = File.ReadAllBytes(folder.At("A.mp4"));
        Assert.Throws<OperationCanceledException>(() =>
            SessionRepair.Run(folder.Path, "A", cancellation: stopped.Token));
        Assert.Equal(before, File.ReadAllBytes(folder.At("A.mp4")));
        Assert.Equal(["A.mp4", "A_events.jsonl", "A_frames.jsonl"],
            Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false, 30)]
    [InlineData(true, 0)]
    public void A_video_with_sound_has_no_place_to_cut_between_fragments(bool hasSound, int frames)
    {
        using var folder = new TemporaryFolder();
        string[] sound = hasSound ? ["-f", "lavfi", "-i", "sine=duration=1"] : [];
        var (code, _, errors) = ProgramOutput.All("ffmpeg",
        [
            "-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=30:duration=1", .. sound, "-c:v", "libx264",
            "-pix_fmt", "yuv420p", "-g", "10", "-movflags", "frag_keyframe+empty_moov", folder.At("A.mp4"),
        ]);
        Assert.True(code == 0, errors);
        using var video = File.OpenRead(folder.At("A.mp4"));
        Assert.Equal(frames, FragmentedVideo.Scan(video) is [.., var last] ? last.Frames : 0);
    }

    [Fact]
    public void A_byte_order_mark_and_blank_lines_at_the_end_are_left_alone()
    {
        using var folder = new TemporaryFolder();
        RecordedVideo.WriteSession(folder, "A", frames: 40, lines: 40);
        string[] logs = [folder.At("A_frames.jsonl"), folder.At("A_events.jsonl")];
        foreach (string log in logs)
        {
            File.WriteAllText(log, $"\uFEFF{File.ReadAllText(log)}\r\n \n");
        }

        byte[][] before = [.. logs.Select(File.ReadAllBytes)];
        var report = SessionRepair.Run(folder.Path, "A");
        Assert.Empty(report.Losses);
        Assert.Equal(40, report.Frames);
        Assert.Equal(before, logs.Select(File.ReadAllBytes));
    }

    [Fact]
    public void Frames_in_the_middle_without_a_line_are_taken_out_of_the_video()
    {
        using var folder = new TemporaryFolder();
        RecordedVideo.WriteSession(folder, "A", frames: 60, lines: 60);
        string[] lines = File.ReadAllLines(folder.At("A_frames.jsonl"));
        File.WriteAllLines(folder.At("A_frames.jsonl"), [.. lines[..20], .. lines[30..]]);

        Assert.Equal(["A.mp4: 10 frames without a line in the frame log: frames 20 to 29"],
            SessionRepair.Run(folder.Path, "A").Losses);

        using var reader = VideoReader.Open(folder.At("A.mp4"));
        int[] levels = [.. reader.ReadAll().Select(f => (int)f.Frame.At<OpenCvSharp.Vec3b>(10, 10).Item0)];
        Assert.Equal(50, levels.Length);
        Assert.InRange(levels[25], RecordedVideo.Level(35) - 6, RecordedVideo.Level(35) + 6);
    }

    [Fact]
    public void Times_that_do_not_tell_what_is_missing_change_nothing_unless_the_end_is_to_be_cut()
    {
        using var folder = new TemporaryFolder();
        RecordedVideo.WriteSession(folder, "A", frames: 30, lines: 1);
        string log = folder.Write("A_frames.jsonl",
            string.Concat(Enumerable.Range(0, 40).Select(i => $"{{\"t\":{i / 7.0:R}}}\n")));
        string before = File.ReadAllText(log);

        string refused = Assert.Throws<InvalidDataException>(() => SessionRepair.Run(folder.Path, "A")).Message;
        Assert.StartsWith($"{log}: found 40 lines, 30 frames in A.mp4, and times that do not fit each other (frame", refused);
        Assert.EndsWith("--cut-end cuts the other there.", refused);
        Assert.Equal(before, File.ReadAllText(log));

        Assert.Equal(30, SessionRepair.Run(folder.Path, "A", cutEnd: true).Frames);
        Assert.Equal(before, File.ReadAllText(log + ".before-repair"));
    }

    private static string Rename(string file, string to)
    {
        File.Move(file, to);
        return to;
    }

    /// <summary>A session of some 45 frames that a recorder wrote.</summary>
    private sealed class Recorded : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Recorded()
        {
            int number = 0;
            var recorder = SessionRecorder.Begin(new DrawnScreen(() => number++), _folder.Path, "Train",
                new RecorderOptions { FramesPerSecond = 30, KeepFree = 0 });
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

        public string Contents() => string.Join('\n',
            Files.Existing.Select(file => Convert.ToHexString(
            System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))));

        public void Dispose() => _folder.Dispose();
    }
}
