using OpenCvSharp;
using Research.Checking;
using Research.Sessions;

namespace Research.Tests.Checking;

/// <summary>Faults of a folder of sessions, each of which is clean by itself.</summary>
public sealed class FolderFaultTests(PlayedFixture played) : IClassFixture<PlayedFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_different_sessions_have_no_fault()
    {
        played.Copy(_folder, "A");
        played.Copy(_folder, "B");
        CleanSessionTests.AssertClean(FolderCheck.Run(_folder.Path), 2);
    }

    [Fact]
    public void A_folder_without_a_session_is_an_error()
    {
        var found = Assert.Single(FolderCheck.Run(_folder.Path).Findings);
        Assert.Equal(("no-session", Severity.Error), (found.Code, found.Severity));
        Assert.Equal($"error no-session: {Path.GetFileName(_folder.Path)}: found no session; expected NAME_events.jsonl and "
            + "NAME_frames.jsonl.", found.ToString());
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused() =>
        Assert.Equal($"{_folder.At("x")}: found no such folder; expected one with NAME_events.jsonl and NAME_frames.jsonl.",
            Assert.Throws<DirectoryNotFoundException>(() => FolderCheck.Run(_folder.At("x"))).Message);

    [Fact]
    public void Sessions_of_other_actions_are_found()
    {
        var logs = EditedLogs.Play(fights: 1, seed: 3);
        Directory.CreateDirectory(_folder.At("one"));
        Directory.CreateDirectory(_folder.At("two"));
        logs.Write(_folder, "one/S");
        EditedLogs.Play(fights: 1, seed: 4).Write(_folder, "two/S");
        _folder.Write("two/actions.json", """
            {"actions": {"UP": ["Key.up"], "DOWN": ["Key.down"], "LEFT": ["Key.left"], "RIGHT": ["Key.right"],
            "JUMP": ["Key.space"], "SHOOT": ["d"], "DASH": ["f"]}, "segment": "fight"}
            """);
        AssertFound("actions-differ", "actions.json");
    }

    [Theory]
    [InlineData(320, 192, "frame-size-differs")]
    [InlineData(96, 96, "frame-shape-differs")]
    public void Videos_of_another_size_are_found(int width, int height, string code)
    {
        played.Copy(_folder, "A");
        played.Copy(_folder, "B");
        Scale("B.mp4", width, height);
        AssertFound(code, "B.mp4");
    }

    [Fact]
    public void Sessions_of_another_rate_are_found()
    {
        EditedLogs.Play(fights: 1, seed: 3).Write(_folder, "A");
        var logs = EditedLogs.Play(fights: 1, seed: 4);
        logs.Frames = [.. logs.Frames.Where((_, frame) => frame % 2 == 0)];
        logs.Write(_folder, "B");
        AssertFound("frame-rate-differs", "B_frames.jsonl");
    }

    [Fact]
    public void A_copy_of_a_log_on_another_clock_is_found()
    {
        var logs = EditedLogs.Play(fights: 1, seed: 3);
        logs.Write(_folder, "Train");
        logs.ShiftEvents(86_400.123);
        logs.Frames = [.. logs.Frames.Select(t => t + 86_400.123)];
        logs.Write(_folder, "Test");
        var found = AssertFound("same-log", "Train_events.jsonl");
        Assert.Contains("events of the same keys and intervals as in Test from line ", found.Found);
    }

    [Fact]
    public void A_stretch_of_a_log_in_another_session_is_found()
    {
        var logs = EditedLogs.Play(fights: 2, seed: 3);
        logs.Write(_folder, "Train");
        int from = logs.LineOf(e => e.Type == "fight_start" && e.Time > logs.Events[0].Time) - 1;
        logs.Frames = [.. logs.Frames.Where(t => t >= logs.Events[from].Time - 2)];
        logs.Events = logs.Events[from..];
        logs.Write(_folder, "Test");
        AssertFound("same-log", "Train_events.jsonl");
    }

    [Fact]
    public void Pictures_of_one_session_in_another_are_found_though_keys_and_encoding_differ()
    {
        played.Copy(_folder, "A");
        played.Copy(_folder, "B");
        string beside = _folder.At("cut.mp4");
        var (code, _, errors) = ProgramOutput.All("ffmpeg",
        [
            "-v", "error", "-i", _folder.At("A.mp4"), "-vf", "trim=start_frame=150:end_frame=550,setpts=PTS-STARTPTS", "-c:v",
            "libx264", "-preset", "ultrafast", "-crf", "26", "-bf", "0", "-pix_fmt", "yuv420p", beside,
        ]);
        Assert.True(code == 0, errors);
        File.Move(beside, _folder.At("B.mp4"), overwrite: true);
        var found = AssertFound("same-frames", "B.mp4");
        Assert.Contains("frames that are those of A from frame ", found.Found);
        Assert.NotNull(found.Thumbnail);
    }

    private void Scale(string video, int width, int height)
    {
        string beside = _folder.At("scaled.mp4");
        VideoFileWriter.Write(beside, new Size(width, height), 10, Scaled(_folder.At(video), new Size(width, height)));
        File.Move(beside, _folder.At(video), overwrite: true);
    }

    private static IEnumerable<Mat> Scaled(string video, Size size)
    {
        using var reader = VideoReader.Open(video);
        using var scaled = new Mat();
        foreach (var (_, frame) in reader.ReadAll())
        {
            Cv2.Resize(frame, scaled, size);
            yield return scaled;
        }
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
