using Research.Alignment;
using Research.Capture;
using Research.Sessions;

namespace Research.Tests.Capture;

/// <summary>Recorders in processes of their own, stopped, killed, and without room on the disk.</summary>
public class CrashTests
{
    private const int Rate = 60;

    [Fact]
    public void Killed_at_any_moment_a_session_is_whole_after_repair_and_loses_no_second()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(11);
        var moments = Enumerable.Range(0, 20).Select(i =>
            (Round: i, Seconds: (i % 2 == 0 ? 0.3 : 1.0) + 1.5 * random.NextDouble())).ToList();
        Parallel.ForEach(moments, new ParallelOptions { MaxDegreeOfParallelism = 4 }, moment =>
        {
            var files = new SessionFiles(folder.Path, $"round-{moment.Round}");
            using var recorder = RecorderProcess.Start(files.Folder, files.Name, Rate, moment.Round);
            recorder.AwaitRecording(files);

            // In every second round FFmpeg dies in the same instant, as when memory or power runs out: then the video has to have
            // begun.
            bool both = moment.Round % 2 != 0;
            Assert.True(!both || SpinWait.SpinUntil(() => new FileInfo(files.Video) is { Exists: true, Length: > 0 },
                TimeSpan.FromSeconds(20)), "no video");
            Thread.Sleep(TimeSpan.FromSeconds(moment.Seconds));
            RecorderProcess.Signal("KILL", both ? [recorder.Encoder, recorder.Process.Id] : [recorder.Process.Id]);
            double killed = UtcClock.Now;
            recorder.Process.WaitForExit();

            RepairReport report;
            try
            {
                report = SessionRepair.Run(files.Folder, files.Name);
            }
            catch (InvalidDataException) when (moment.Seconds < 1)
            {
                return; // killed within its first second on a busy machine: nothing was in the video yet
            }

            Assert.Contains($"{files.Name}_session.json: the recording did not come to its end", report.Losses);
            var frames = RecordedFrames.Open(files);
            Assert.Equal(report.Frames, frames.Codes.Count);
            Assert.InRange(killed - (frames.Session.Logs.Frames.Times[^1] + 1.0 / Rate), -0.1, 1);
            Assert.InRange(frames.CheckAgainst(Rate, killed), 0, frames.Codes.Count - 1);
            Assert.StartsWith("cut off; repaired ", RecordingInfo.Read(files.Info).EndReason);

            var again = SessionRepair.Run(files.Folder, files.Name);
            Assert.True(again.WasWhole);
            Assert.Equal(report.Frames, again.Frames);
        });
    }

    [Fact]
    public void Stopped_and_continued_at_random_a_session_stays_on_the_clock_and_counts_its_duplicates()
    {
        using var folder = new TemporaryFolder();
        var files = new SessionFiles(folder.Path, "Train");
        using var recorder = RecorderProcess.Start(files.Folder, files.Name, Rate, seed: 3);
        recorder.AwaitRecording(files);
        var random = new Random(4);
        for (int i = 0; i < 8; i++)
        {
            Thread.Sleep(random.Next(100, 500));
            RecorderProcess.Signal("STOP", recorder.Process.Id);
            Thread.Sleep(random.Next(50, 700));
            RecorderProcess.Signal("CONT", recorder.Process.Id);
        }

        Thread.Sleep(300);
        Assert.Equal((0, ""), recorder.End());
        double ended = UtcClock.Now;
        var info = RecordingInfo.Read(files.Info);
        Assert.Equal("the input ended", info.EndReason);
        Assert.InRange(info.Duplicates!.Value, 8, int.MaxValue);
        var frames = RecordedFrames.Open(files);
        Assert.InRange(frames.CheckAgainst(Rate), 1, info.Duplicates.Value + info.Overflowed!.Value);
        Assert.Equal(info.Frames, frames.Codes.Count);
        Assert.InRange(ended - frames.Session.Logs.Frames.Times[^1], -0.05, 10); // FFmpeg ends the file in between
        Assert.True(SessionRepair.Run(files.Folder, files.Name).WasWhole);
    }

    [SkippableFact]
    public void A_full_disk_ends_the_recording_and_what_was_written_is_whole()
    {
        using var disk = SmallDisk.Mount(megabytes: 3);
        var recorder = SessionRecorder.Begin(new NoisyScreen(), disk.Path, "Train",
            new RecorderOptions { FramesPerSecond = Rate, KeepFree = 0 });
        recorder.Log(new KeyStroke("f", KeyTransition.Down, recorder.Start));
        var recorded = SessionRecorderTests.Finish(recorder);
        Assert.True(recorded.IsFault);
        Assert.Equal($"the disk of {disk.Path} is full", recorded.EndReason);
        Assert.Equal($"the disk of {disk.Path} is full", RecordingInfo.Read(recorded.Files.Info).EndReason);
        Assert.NotEmpty(recorded.Losses);
        var session = Session.Open(disk.Path, "Train");
        using var video = VideoReader.Open(session.VideoFile);
        Assert.Equal(session.FrameCount, video.ReadAll().Count());
        Assert.True(SessionRepair.Run(disk.Path, "Train").WasWhole);
    }

    [SkippableFact]
    public void A_disk_that_is_nearly_full_ends_the_recording_before_it_is()
    {
        using var disk = SmallDisk.Mount(megabytes: 12);
        var recorder = SessionRecorder.Begin(new NoisyScreen(), disk.Path, "Train",
            new RecorderOptions { FramesPerSecond = Rate, KeepFree = 9_000_000 });
        recorder.Log(new KeyStroke("f", KeyTransition.Down, recorder.Start));
        var recorded = SessionRecorderTests.Finish(recorder);
        Assert.True(recorded.IsFault);
        Assert.Matches($"^[0-8] MB are left on the disk of {disk.Path}; 9 MB are kept free$", recorded.EndReason);
        Assert.Empty(recorded.Losses);
        Assert.Equal(recorded.Frames, Session.Open(disk.Path, "Train").FrameCount);
    }

    /// <summary>A screen that cannot be compressed.</summary>
    private sealed class NoisyScreen : IScreenSource
    {
        private readonly Random _random = new(1);

        public string Description => "noise";

        public int Width => 320;

        public int Height => 240;

        public void Capture(Span<byte> pixels) => _random.NextBytes(pixels);

        public void Dispose()
        {
        }
    }
}
