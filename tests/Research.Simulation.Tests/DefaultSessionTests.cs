using OpenCvSharp;
using Research.Alignment;
using Research.Sessions;
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
    public void Only_fights_of_Cuphead_are_staged_and_an_actions_file_goes_with_them()
    {
        ScriptedSession.Write(_data, "Mine", fights: 1, seed: 4);
        string game = Path.Combine(_data, GameDefinition.FileName), events = Path.Combine(_data, "Mine_events.jsonl");
        var another = new GameDefinition(new ActionSet(("JUMP", "Key.space"), ("FIRE", "f"))) { Segment = SegmentKind.Marked };
        GameDefinition[] refused =
        [
            another,
            GameDefinition.Cuphead with { Segment = SegmentKind.Session },
            GameDefinition.Cuphead with { UsesMotion = true },
        ];
        foreach (var definition in refused)
        {
            definition.Write(game);
            Assert.StartsWith($"{_data}: found no video of session 'Mine' (there is Mine_events.jsonl",
                Assert.Throws<FileNotFoundException>(() => DefaultSessions.Open(_data, "Mine", Size, seed: Seed)).Message);
            Assert.Null(DefaultSessions.SceneOf(_data, "Mine"));
        }

        (GameDefinition.Cuphead with { RareActions = ["DASH"] }).Write(game);
        var staged = DefaultSessions.Open(_data, "Mine", Size, seed: Seed);
        Assert.Contains("cuphead-staged-v3-", staged.VideoFile);
        Assert.Equal(["DASH"], staged.Logs.Game.RareActions);

        File.WriteAllLines(events, File.ReadAllLines(events).Where(line => !line.Contains("marker", StringComparison.Ordinal)));
        Assert.StartsWith($"{events}: found no fight; expected one at least",
            Assert.Throws<InvalidDataException>(() => DefaultSessions.Open(_data, "Mine", Size, seed: Seed)).Message);
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
