using Research.Simulation.Environments;

namespace Research.Simulation.Tests.Environments;

public sealed class EnvironmentCheckTests
{
    public static TheoryData<string> Environments => [.. Kit.Keys];

    private static Dictionary<string, Func<IEnvironment>> Kit { get; } = new()
    {
        ["boss fight"] = () => new BossFightEnvironment(),
        ["duel"] = () => new DuelEnvironment(),
        ["maze"] = () => new MazeEnvironment(),
        ["grid maze"] = () => new GridMazeEnvironment(),
        ["grid maze of one's own"] = () => new GridMazeEnvironment(["G.#", "#.."]),
        ["frame stack"] = () => new FrameStackObservation(new GridMazeEnvironment(), 3),
        ["statistics"] = () => new RecordEpisodeStatistics(new GridMazeEnvironment()),
    };

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_kit_s_environments_have_no_fault(string name) =>
        Assert.Equal([], EnvironmentCheck.Find(Kit[name], name is "duel" or "maze" or "boss fight" ? 400 : 1000, clockKeys: ["episode.t"]));

    [Theory]
    [InlineData("keys at reset", "Declarations: found the info keys seed, distance at a reset; expected seed, as InfoKeys says.")]
    [InlineData("step before reset",
        "Refusals: found no exception for a step before any reset; expected InvalidOperationException.")]
    [InlineData("render before reset",
        "Refusals: found no exception for a picture before any reset; expected InvalidOperationException.")]
    [InlineData("negative seed", "Refusals: found no exception for the seed -1; expected ArgumentOutOfRangeException.")]
    [InlineData("short buffer at reset",
        "Refusals: found no exception for a buffer that is too short at a reset; expected ArgumentException.")]
    [InlineData("short buffer at step",
        "Refusals: found no exception for a buffer that is too short at a step; expected ArgumentException.")]
    [InlineData("any action",
        "Refusals: found no exception for the action 4 of Discrete(4); expected ArgumentOutOfRangeException.")]
    [InlineData("ignores the seed", "A second environment of the same seed: found another byte")]
    [InlineData("keeps the last episode", "An environment that played other episodes before: found another byte")]
    [InlineData("byte not written", "With another buffer: found another byte 7 of the observation; expected the same.")]
    [InlineData("other moves without a buffer", "Without buffers: found another info 'distance'; expected the same.")]
    [InlineData("picture moves the player", "With pictures rendered: found another byte")]
    [InlineData("both ends", "found an episode that is terminated and truncated; expected one of the two.")]
    [InlineData("step after the end",
        "found no exception for a step after the end of the episode; expected InvalidOperationException.")]
    [InlineData("no reward", "found the reward NaN; expected a finite number.")]
    [InlineData("keys at step", "found the info keys other; expected seed, distance, as InfoKeys says.")]
    [InlineData("writes too far", "found bytes beyond the observation that were written; expected them as they were.")]
    [InlineData("picture size",
        "found a picture of 160×160 and type CV_8UC3; expected 8-bit BGR of 10×10, as RenderSize says.")]
    [InlineData("grey picture",
        "found a picture of 160×160 and type CV_8UC1; expected 8-bit BGR of 160×160, as RenderSize says.")]
    public void A_fault_is_found(string fault, string expected)
    {
        var faults = EnvironmentCheck.Find(() => new FaultyEnvironment(fault));

        Assert.Contains(expected, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void An_environment_that_throws() => Assert.Equal(
        ["Declarations: found NotSupportedException (\"Not today.\"); expected no exception."],
        EnvironmentCheck.Find(() => throw new NotSupportedException("Not today.")).Take(1));

    [Theory]
    [InlineData("", "Found the map \"\"; expected rows of equal length, of '#', '.' and one 'G'. (Parameter 'map')")]
    [InlineData("..G/.", "Found the map \"..G/.\"; expected rows of equal length, of '#', '.' and one 'G'. (Parameter 'map')")]
    [InlineData("G.G", "Found the map \"G.G\"; expected rows of equal length, of '#', '.' and one 'G'. (Parameter 'map')")]
    [InlineData("G.x", "Found the map \"G.x\"; expected rows of equal length, of '#', '.' and one 'G'. (Parameter 'map')")]
    [InlineData("G#.", "Found the map \"G#.\"; expected a free cell, and a way to the goal from every one. (Parameter 'map')")]
    [InlineData("G#", "Found the map \"G#\"; expected a free cell, and a way to the goal from every one. (Parameter 'map')")]
    public void A_grid_maze_that_is_none(string map, string message) => Assert.Equal(message,
        Assert.Throws<ArgumentException>(() => new GridMazeEnvironment(map.Split('/'))).Message);

    [Fact]
    public void A_grid_maze_rewards_the_goal_and_ends_after_fifty_steps()
    {
        using var maze = new GridMazeEnvironment(["G..", "##."]);
        byte[] seen = new byte[6];
        int seed = 0;
        while (maze.Reset(seed, seen)["distance"] < 3)
        {
            seed++;
        }

        Assert.Equal([170, 0, 0, 85, 85, 255], seen);
        Assert.Equal(3, maze.Step(1, seen).Info["distance"]); // against the border
        Assert.Equal((GridMazeEnvironment.StepReward, false, 2), Of(maze.Step(0, seen)));
        Assert.Equal((GridMazeEnvironment.StepReward, false, 1), Of(maze.Step(3, seen)));
        Assert.Equal((1, true, 0), Of(maze.Step(3, seen)));
        Assert.Equal([255, 0, 0, 85, 85, 0], seen);

        maze.Reset(seed, seen);
        for (int step = 1; step < 50; step++)
        {
            Assert.False(maze.Step(2, seen).IsDone);
        }

        Assert.True(maze.Step(2, seen) is { Truncated: true, Terminated: false, Reward: GridMazeEnvironment.StepReward });

        (float, bool, double) Of(StepResult step) => (step.Reward, step.Terminated, step.Info["distance"]);
    }
}
