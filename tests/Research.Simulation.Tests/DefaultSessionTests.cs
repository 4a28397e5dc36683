using OpenCvSharp;
using Research.Simulation.Cuphead;

namespace Research.Simulation.Tests;

public sealed class DefaultSessionTests : IDisposable
{
    private const int Seed = 97;
    private static readonly Size Size = new(160, 90);
    private readonly string _data = Directory.CreateTempSubdirectory("default-sessions-").FullName;

    public void Dispose()
    {
        Directory.Delete(_data, recursive: true);
        string cache = Path.Combine(Repository.Datasets, ".cache");
        foreach (string folder in Directory.EnumerateDirectories(cache, $"*-seed-{Seed}*"))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Without_data_the_scripted_player_s_session_is_rendered_once()
    {
        var told = new List<WorkProgress>();
        var first = DefaultSessions.Open("", "Test", Size, fights: 1, Seed, new Heard(told.Add));
        var again = DefaultSessions.Open("", "Test", Size, fights: 1, Seed,
            new Heard(_ => Assert.Fail("The cache is filled twice.")));

        Assert.Equal(first.VideoFile, again.VideoFile);
        Assert.Equal(["Test", "Train"], told.Select(t => t.Name).Distinct().Order());
        Assert.Contains(new WorkProgress("Test", first.FrameCount, first.FrameCount), told);
    }

    [Fact]
    public void Logs_without_a_video_are_staged_and_a_video_of_one_s_own_is_taken()
    {
        ScriptedSession.Write(_data, "Mine", fights: 1, seed: 4);
        var staged = DefaultSessions.Open(_data, "Mine", Size, seed: Seed);
        Assert.Contains($"cuphead-staged-v3-", staged.VideoFile);

        File.Copy(staged.VideoFile, Path.Combine(_data, "Mine.mp4"));
        Assert.Equal(Path.Combine(_data, "Mine.mp4"), DefaultSessions.Open(_data, "Mine", Size, seed: Seed).VideoFile);
    }

    [Fact]
    public void A_fill_that_is_stopped_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => DefaultSessions.Open("", "Test", Size, fights: 1, Seed, new Heard(told =>
        {
            if (told.Done == 50)
            {
                stop.Cancel();
            }
        }), stop.Token));
        Assert.DoesNotContain(Directory.EnumerateDirectories(Path.Combine(Repository.Datasets, ".cache")),
            f => f.Contains($"seed-{Seed}-160x90", StringComparison.Ordinal));
    }
}
