using Research.Experiments.DodgeTiming;

namespace Research.Cli.Tests;

public sealed class DuelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-duel-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Duel_writes_episodes_and_adds_to_them()
    {
        string store = Path.Combine(_folder, "a.zarr");
        var first = Kit.Run("duel", "--episodes", "1", "--seed", "4", "-o", store, "--size", "64x36");
        var more = Kit.Run("duel", "--episodes", "2", "--seed", "4", "-o", store, "--size", "64x36");
        var episodes = DodgeEpisodes.Open(store);

        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        Assert.Equal((0, ""), (more.ExitCode, more.Errors));
        Assert.Matches(
            $@"^{store}: 1 episode, {episodes.Items[0].FrameCount} frames, {episodes.Items[0].Onsets.Count} dodges, \d+ wind-ups, \d+ of them feints, in \d+\.\d s\n$", first.Output);
        Assert.Matches(
            $@"^{store}: 2 episodes, {episodes.Items.Sum(e => e.FrameCount):N0} frames, {episodes.Items.Sum(e => e.Onsets.Count)} dodges, ", more.Output);
        Assert.Equal((36, 64), (episodes.Height, episodes.Width));
    }

    [Fact]
    public void Another_seed_does_not_go_into_the_same_store()
    {
        string store = Path.Combine(_folder, "a.zarr");
        Kit.Run("duel", "--episodes", "1", "-o", store, "--size", "64x36");
        var kit = Kit.Run("duel", "--episodes", "1", "--seed", "2", "-o", store, "--size", "64x36");

        Assert.Equal(
            (1, "",
            $"{store}: found seed 1; expected 2, or another folder. Data of two kinds do not go into one folder.\n"), (kit.ExitCode, kit.Output, kit.Errors));
    }
}
