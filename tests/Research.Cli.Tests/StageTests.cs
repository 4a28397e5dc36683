using OpenCvSharp;
using Research.Sessions;

namespace Research.Cli.Tests;

public sealed class StageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-stage-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Play_writes_a_session_and_stage_a_video_for_its_logs()
    {
        string played = Path.Combine(_folder, "played"), video = Path.Combine(_folder, "B.mp4");
        var play = Kit.Run("play", "--fights", "1", "--seed", "4", "-o", played, "--session", "A", "--size", "96x54");
        var stage = Kit.Run("stage", "--events", Path.Combine(played, "A_events.jsonl"), "--frames",
            Path.Combine(played, "A_frames.jsonl"),
            "-o", video, "--size", "96x54", "--seed", "9");

        int frames = SessionLogs.Open(played, "A").Frames.Count;
        Assert.Equal((0, ""), (play.ExitCode, play.Errors));
        Assert.Equal((0, ""), (stage.ExitCode, stage.Errors));
        Assert.Matches($@"^{played}/A: {frames:N0} frames, 1 fight, 96x54, in \d+\.\d s \(\d+ frames/s\)\n$", play.Output);
        Assert.Matches($@"^{video}: {frames:N0} frames, 1 fight, 96x54, in \d+\.\d s \(\d+ frames/s\)\n$", stage.Output);
        foreach (string file in (string[])[Path.Combine(played, "A.mp4"), video])
        {
            using var capture = new VideoCapture(file);
            Assert.Equal((frames, 96, 54), (capture.FrameCount, capture.FrameWidth, capture.FrameHeight));
        }
    }

    [Fact]
    public void With_force_no_file_of_the_session_before_stays()
    {
        foreach (string ending in (string[])[".mkv", "_events.jsonl", "_frames.jsonl", "_mouse.csv", "_session.json"])
        {
            File.WriteAllText(Path.Combine(_folder, "A" + ending), "before");
        }

        string[] play =
        [
            "simulate", "boss-fight", "--fights", "1", "--seed", "4", "-o", _folder, "--session", "A", "--size", "96x54",
        ];
        var refused = Kit.Run(play);
        Assert.Equal((1, $"{_folder}: found a session 'A' (A_events.jsonl, A_frames.jsonl, A_session.json, A_mouse.csv, A.mkv); "
            + "expected another name, or --force to replace it.\n"), (refused.ExitCode, refused.Errors));

        var forced = Kit.Run([.. play, "--force"]);
        Assert.Equal((0, ""), (forced.ExitCode, forced.Errors));
        Assert.Equal(["A.mp4", "A_events.jsonl", "A_frames.jsonl"],
            Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(SessionLogs.Open(_folder, "A").Frames.Count, Session.Open(_folder, "A").FrameCount);
    }

    [Fact]
    public void A_log_that_is_not_there_is_named_and_no_video_is_written()
    {
        string events = Path.Combine(_folder, "A_events.jsonl"), video = Path.Combine(_folder, "A.mp4");
        var kit = Kit.Run("stage", "--events", events, "--frames", "F.jsonl", "-o", video);

        Assert.Equal((1, "", $"{events}: found no such file; expected one JSON event a line.\n"),
            (kit.ExitCode, kit.Output, kit.Errors));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData(0, 0, "Train  0 of 14,791 frames")]
    [InlineData(1_234, 15, "Train  1,234 of 14,791 frames  82 frames/s  2 min 45 s left")]
    [InlineData(14_000, 100, "Train  14,000 of 14,791 frames  140 frames/s  6 s left")]
    public void The_progress_line_tells_rate_and_time_left(int done, int seconds, string line)
    {
        var pace = new WorkPace();
        pace.Add(new("Train", 0, 14_791), TimeSpan.Zero);
        pace.Add(new("Train", done, 14_791), TimeSpan.FromSeconds(seconds));

        Assert.Equal(line, new ProgressLine("frames").Text(new("Train", done, 14_791), pace));
    }
}
