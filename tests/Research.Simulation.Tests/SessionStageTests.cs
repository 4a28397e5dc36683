using OpenCvSharp;
using Research.Alignment;
using Research.Sessions;
using Research.Simulation.Cuphead;

namespace Research.Simulation.Tests;

/// <summary>Files: whole or not there.</summary>
public sealed class SessionStageTests : IDisposable
{
    private static readonly Size Small = new(128, 72);

    private readonly string _folder = Directory.CreateTempSubdirectory("session-stage-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_played_session_has_the_three_files_of_a_recorder_and_a_frame_for_every_line()
    {
        var calls = new List<WorkProgress>();
        var scene = PlayedSession.Write(_folder, "Train", fights: 1, seed: 3, Small, new Heard(calls.Add));

        Assert.Equal(["Train.mp4", "Train_events.jsonl", "Train_frames.jsonl"], Files());
        var logs = SessionLogs.Open(_folder, "Train");
        Assert.Equal(logs.Frames.Count, FramesOf("Train.mp4", out double rate, out var size));
        Assert.Equal((10.0, Small), (rate, size));
        Assert.Equal(Enumerable.Range(1, logs.Frames.Count).Select(i => new WorkProgress("Train", i, logs.Frames.Count)), calls);
        Assert.Equal(logs.Timeline.Labels.CountTrue(), scene.Timeline.Labels.CountTrue());

        // The video shows what the scene says.
        using var capture = new VideoCapture(Path.Combine(_folder, "Train.mp4"));
        using Mat decoded = new(), painted = new(), difference = new();
        using var painter = new ScenePainter(Small);
        for (int i = 0; i < 60; i++)
        {
            Assert.True(capture.Read(decoded));
            painter.Paint(scene[i], painted);
            Cv2.Absdiff(decoded, painted, difference);
            Assert.True(Cv2.Mean(difference).Val0 < 12, $"frame {i} differs by {Cv2.Mean(difference).Val0:0.0}");
        }
    }

    [Fact]
    public void A_log_is_staged_whole_or_not_at_all()
    {
        ScriptedSession.Write(_folder, "A", fights: 1, seed: 3);
        string video = Path.Combine(_folder, "A.mp4");
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            SessionStage.Write(Log("A_events.jsonl"), Log("A_frames.jsonl"), video, Small, progress: new Heard(told =>
        {
            if (told.Done == 50)
            {
                stop.Cancel();
            }
        }), cancellation: stop.Token));
        Assert.Equal(["A_events.jsonl", "A_frames.jsonl"], Files());

        File.WriteAllText(video, "an older one");
        SessionStage.Write(Log("A_events.jsonl"), Log("A_frames.jsonl"), video, Small);
        Assert.Equal(FrameClock.Read(Log("A_frames.jsonl")).Count, FramesOf("A.mp4", out _, out _));
    }

    [Fact]
    public void What_cannot_be_staged_is_told()
    {
        ScriptedSession.Write(_folder, "A", fights: 1, seed: 3);
        string events = Log("A_events.jsonl"), frames = Log("A_frames.jsonl");

        Assert.Equal($"{_folder}/A.avi: found no name of a video; expected one that ends in .mp4.",
            Assert.Throws<ArgumentException>(() =>
                SessionStage.Write(events, frames, Path.Combine(_folder, "A.avi"), Small)).Message);
        Assert.Equal($"{_folder}/no/A.mp4: found no folder {_folder}/no; expected one to write the video to.",
            Assert.Throws<DirectoryNotFoundException>(() =>
                SessionStage.Write(events, frames, Path.Combine(_folder, "no", "A.mp4"), Small)).Message);
        Assert.Equal("/proc: found no folder that can be written to (no file can be made in it); expected one.",
            Assert.Throws<IOException>(() => SessionStage.Write(events, frames, "/proc/A.mp4", Small)).Message);
        Assert.Equal($"{_folder}/B_events.jsonl: found no such file; expected one JSON event a line.",
            Assert.Throws<LogFormatException>(() =>
                SessionStage.Write(Log("B_events.jsonl"), frames, Path.Combine(_folder, "A.mp4"), Small)).Message);
    }

    [Fact]
    public void A_played_session_opens_as_a_recorded_one()
    {
        PlayedSession.Write(_folder, "Train", fights: 1, seed: 3, new Size(256, 144));
        var session = Session.Open(_folder, "Train");

        Assert.Equal(Path.Combine(_folder, "Train.mp4"), session.VideoFile);
        using var frames = session.LoadFrames(folder: _folder);
        Assert.Equal((session.FrameCount, 72, 128, 1), (frames.Count, frames.Height, frames.Width, frames.Channels));
    }

    [SkippableFact]
    public void A_stretch_of_the_real_test_session_is_staged()
    {
        var whole = Sessions.Of("Test");
        string events = Path.Combine(Repository.Root, "..", "shared", "data", "cuphead", "Test_events.jsonl");
        var stretch = Scene.Stage(EventLog.Read(events), FrameClock.Of(whole.Clock.Times.Take(120)), seed: 1);
        SessionStage.Write(stretch, Path.Combine(_folder, "Test.mp4"), Small);

        Assert.Equal(120, FramesOf("Test.mp4", out _, out _));
    }

    [Fact]
    public void Default_sessions_with_video_are_made_once_and_an_interrupted_fill_is_made_anew()
    {
        const int Seed = 98;
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => DefaultSessions.WithVideo(Small, fights: 1, Seed, new Heard(told =>
        {
            if (told is { Name: "Test", Done: 5 })
            {
                stop.Cancel();
            }
        }), stop.Token));
        Assert.DoesNotContain(Caches(), f => f.Contains($"seed-{Seed}-", StringComparison.Ordinal)
            && !f.EndsWith(".lock", StringComparison.Ordinal));

        string folder = DefaultSessions.WithVideo(Small, fights: 1, Seed);
        try
        {
            Assert.Equal(SessionLogs.Open(folder, "Train").Frames.Count,
                FramesOf(Path.Combine(folder, "Train.mp4"), out _, out _));
            Assert.Equal(SessionLogs.Open(folder, "Test").Frames.Count, FramesOf(Path.Combine(folder, "Test.mp4"), out _, out _));
            Assert.Equal(folder, DefaultSessions.WithVideo(Small, fights: 1, Seed, new Heard(_ => Assert.Fail("made again"))));

            string staged = DefaultSessions.StagedFrom(folder, ["Test"], Small, Seed);
            Assert.Equal(SessionLogs.Open(folder, "Test").Frames.Count, FramesOf(Path.Combine(staged, "Test.mp4"), out _, out _));
            Assert.Equal(staged, DefaultSessions.StagedFrom(folder, ["Test"], Small, Seed,
                new Heard(_ => Assert.Fail("made again"))));
            Directory.Delete(staged, recursive: true);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static IEnumerable<string> Caches() => Directory.EnumerateFileSystemEntries(Path.Combine(Repository.Datasets, ".cache"));
    }

    private IEnumerable<string> Files() => Directory.EnumerateFileSystemEntries(_folder).Select(f => Path.GetFileName(f)!)
        .Order(StringComparer.Ordinal);

    private string Log(string name) => Path.Combine(_folder, name);

    private int FramesOf(string video, out double rate, out Size size)
    {
        using var capture = new VideoCapture(Path.Combine(_folder, video));
        Assert.True(capture.IsOpened());
        (rate, size) = (capture.Fps, new Size(capture.FrameWidth, capture.FrameHeight));
        using var frame = new Mat();
        int count = 0;
        while (capture.Read(frame))
        {
            count++;
        }

        return count;
    }
}
