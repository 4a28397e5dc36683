using OpenCvSharp;
using Research.Experiments.BehaviorCloning;
using Research.Sessions;
using Research.Simulation.Cuphead;

namespace Research.Simulation.Tests;

/// <summary>Which pixels fly, and what an autoencoder makes of them.</summary>
public sealed class HazardMaskTests : IDisposable
{
    private static readonly Size Size = new(128, 72);

    private readonly string _folder = Directory.CreateTempSubdirectory("hazards-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_mask_is_where_a_hazard_is_and_nowhere_without_one()
    {
        var scene = Scene.Of(ScriptedSession.Play(fights: 1, seed: 3));
        using var masks = new HazardMask(scene, Size);
        var hazards = Enumerable.Range(0, 200)
            .Select(frame => (Count: scene[frame].Arena?.Hazards.Count ?? 0, Pixels: masks.Of(frame).Count(m => m))).ToList();

        Assert.Contains(hazards, h => h.Count > 0);
        Assert.All(hazards.Where(h => h.Count == 0), h => Assert.Equal(0, h.Pixels));
        Assert.True(hazards.Where(h => h.Count > 0).Average(h => h.Pixels) is > 5 and < 600);
    }

    [Fact]
    public void The_scene_is_that_of_the_session_and_a_recorded_video_has_none()
    {
        var scripted = DefaultSessions.SceneOf("", "Test", fights: 2, seed: 4)!;
        Assert.Equal(SessionLogs.Open(DefaultSessions.Folder(2, 4), "Test").Frames.Count, scripted.FrameCount);

        ScriptedSession.Write(_folder, "Mine", fights: 1, seed: 5);
        Assert.Equal(SessionLogs.Open(_folder, "Mine").Frames.Count, DefaultSessions.SceneOf(_folder, "Mine")!.FrameCount);
        File.WriteAllText(Path.Combine(_folder, "Mine.mp4"), "a recording");
        Assert.Null(DefaultSessions.SceneOf(_folder, "Mine"));
        Directory.Delete(DefaultSessions.Folder(2, 4), recursive: true);
    }

    [Fact]
    public void An_untrained_autoencoder_keeps_nothing_of_a_hazard_and_the_numbers_add_up()
    {
        PlayedSession.Write(_folder, "Test", fights: 1, seed: 3, Size);
        using var fights = FightDataset.Load(Session.Open(_folder, "Test"));
        var some = fights
            with
        { Frames = new FrameDataset(fights.Frames.Store, fights.Frames.FrameIndices.Take(120), fights.Timeline) };
        string runs = Path.Combine(_folder, "runs");
        Training.RunDirectory.Root = runs;
        try
        {
            using var autoencoder = FrameAutoencoder.TrainOrLoad(new AutoencoderOptions { Latent = 4, Epochs = 1, Stride = 60 },
                some.Frames, some.Frames);
            using var errors = new HazardErrors(Scene.Of(ScriptedSession.Play(1, 3)), Size, some);
            var loss = errors.Of(autoencoder);

            Assert.InRange(loss.Frames, 1, 120);
            Assert.InRange(loss.PixelShare, 0.0005, 0.1);
            Assert.InRange(loss.Kept, -0.6, 0.6);
            Assert.True(loss.Inside > 0 && loss.Elsewhere > 0);
            Assert.Equal(loss.Frames, loss.WorstRows.Distinct().Count());

            using var small = FightDataset.Load(Session.Open(_folder, "Test"), new FrameTransform(64, 48, FrameColor.Gray));
            var rows = small.Frames.FrameIndices.Take(120);
            var few = small with { Frames = new FrameDataset(small.Frames.Store, rows, small.Timeline) };
            using var narrow = FrameAutoencoder.TrainOrLoad(new AutoencoderOptions { Latent = 4, Epochs = 1, Stride = 60 },
                few.Frames, few.Frames);
            var scene = Scene.Of(ScriptedSession.Play(1, 3));
            using var masks = new HazardErrors(scene, Size, few); // of the size that the autoencoder sees
            Assert.InRange(masks.Of(narrow).Frames, 1, 120);
        }
        finally
        {
            Training.RunDirectory.Root = null;
        }
    }
}
