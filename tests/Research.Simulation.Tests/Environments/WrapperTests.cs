using OpenCvSharp;
using Research.Simulation.Environments;

namespace Research.Simulation.Tests.Environments;

/// <summary>Wrappers by their Gymnasium names.</summary>
public sealed class WrapperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wrapper-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void RecordEpisodeStatistics_tells_return_length_and_time_on_the_last_step_only()
    {
        var inner = new CountingEnvironment(3);
        using (var environment = new RecordEpisodeStatistics(inner, bufferLength: 2))
        {
            for (int episode = 0; episode < 3; episode++)
            {
                Assert.False(environment.Reset(null, []).TryGetValue("episode.r", out _));
                for (int step = 1; step <= 3; step++)
                {
                    var info = environment.Step((uint)(episode == 2 ? 1 : 0), []).Info;
                    Assert.Equal(step, info["step"]);
                    Assert.Equal(step == 3, info.TryGetValue("episode.r", out double total));
                    Assert.Equal(step < 3 ? 0 : episode == 2 ? 63 : 60, total);
                }
            }

            Assert.Equal(3, environment.EpisodeCount);
            Assert.Equal([60.0, 63.0], environment.ReturnQueue);
            Assert.Equal([3, 3], environment.LengthQueue);
            Assert.All(environment.TimeQueue, seconds => Assert.True(seconds >= 0));
            Assert.Same(inner, environment.Unwrapped);
        }

        Assert.True(inner.IsDisposed);
    }

    [Fact]
    public void Statistics_cannot_be_recorded_twice()
    {
        using var once = new RecordEpisodeStatistics(new CountingEnvironment(1));
        Assert.StartsWith("An info has the key 'episode.r' already.",
            Assert.Throws<ArgumentException>(() => new RecordEpisodeStatistics(once)).Message, StringComparison.Ordinal);
        Assert.Contains("bufferLength", Assert.Throws<ArgumentOutOfRangeException>(() =>
            new RecordEpisodeStatistics(new CountingEnvironment(1), 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RecordVideo_records_an_episode_from_its_first_to_its_last_frame_and_no_other()
    {
        using (var environment = new RecordVideo(new CountingEnvironment(4), _folder, episode => episode is 0 or 2))
        {
            for (int episode = 0; episode < 4; episode++)
            {
                environment.Reset(null, []);
                for (int step = 0; step < 4; step++)
                {
                    environment.Step(0, []);
                }
            }
        }

        Assert.Equal(["rl-video-episode-0.mp4", "rl-video-episode-2.mp4"], Directory.GetFiles(_folder).Select(Path.GetFileName)
            .Order());
        using var video = new VideoCapture(Path.Combine(_folder, "rl-video-episode-2.mp4"));
        using var frame = new Mat();
        for (int step = 0; step <= 4; step++)
        {
            Assert.True(video.Read(frame));
            Assert.Equal(80, Cv2.Mean(frame[new Rect(4, 4, 20, 20)]).Val0, 6.0);
            Assert.Equal(20 * step, Cv2.Mean(frame[new Rect(40, 4, 20, 20)]).Val0, 6.0);
        }

        Assert.False(video.Read(frame));
    }

    [Fact]
    public void A_video_ends_at_its_length_and_when_the_environment_is_disposed()
    {
        using (var environment = new RecordVideo(new CountingEnvironment(9), _folder, _ => true, videoLength: 3,
            namePrefix: "short"))
        {
            environment.Reset(null, []);
            environment.Step(0, []);
            environment.Step(0, []);
            environment.Step(0, []);
            environment.Reset(null, []);
            environment.Step(0, []);
        }

        Assert.Equal([3, 2], Directory.GetFiles(_folder).Order().Select(file =>
        {
            using var video = new VideoCapture(file);
            return (int)video.Get(VideoCaptureProperties.FrameCount);
        }));
    }

    [Fact]
    public void The_default_schedule_is_cubic_and_then_every_thousandth()
    {
        Assert.Equal([0, 1, 8, 27, 64, 125, 216, 343, 512, 729, 1000, 2000],
            Enumerable.Range(0, 2500).Where(RecordVideo.CappedCubicVideoSchedule));
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        Assert.Equal($"{file}: found no folder that can be written to (a file has this name); expected one.",
            Assert.Throws<IOException>(() => new RecordVideo(new CountingEnvironment(1), file)).Message);
        Assert.Contains("videoLength", Assert.Throws<ArgumentOutOfRangeException>(() =>
            new RecordVideo(new CountingEnvironment(1), _folder, videoLength: -1)).Message, StringComparison.Ordinal);
    }
}
