using OpenCvSharp;
using Research.Simulation.Environments;

namespace Research.Simulation.Tests.Environments;

/// <summary>The maze as an environment.</summary>
public sealed class MazeEnvironmentTests : IDisposable
{
    private readonly MazeEnvironment _environment = new();
    private readonly byte[] _frame = new byte[210 * 160 * 3];

    public void Dispose() => _environment.Dispose();

    [Fact]
    public void The_score_is_the_pellets_that_were_rewarded_and_the_last_life_ends_it()
    {
        for (int seed = 0; seed < 4; seed++)
        {
            var chance = new SeededStream((ulong)seed);
            _environment.Reset(seed, []);
            double reward = 0;
            uint key = 0;
            StepResult step;
            do
            {
                key = chance.Chance(0.1) ? (uint)chance.Below(5) : key;
                step = _environment.Step(key, []);
                reward += step.Reward;
            }
            while (!step.IsDone);
            Assert.True(step.Terminated && !step.Truncated);
            Assert.Equal(0, step.Info["lives"]);
            Assert.Equal(step.Info["score"] / 10 - 30, reward);
            Assert.True(step.Info["score"] > 0);
        }
    }

    [Fact]
    public void Observations_are_the_rendered_pictures_and_follow_from_seed_and_actions()
    {
        Assert.Equal([210, 160, 3], _environment.ObservationSpace.Shape);
        Assert.Equal("Discrete(5)", _environment.ActionSpace.ToString());
        byte[] again = new byte[_frame.Length];
        using var other = new MazeEnvironment();
        using var picture = new Mat();
        _environment.Reset(3, _frame);
        other.Reset(3, again);
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal(_frame, again);
            _environment.Step((uint)(i / 20 % 5), _frame);
            other.Step((uint)(i / 20 % 5), again);
        }

        _environment.Render(picture);
        Assert.Equal((_frame[0], _frame[1], _frame[2]),
            (picture.At<Vec3b>(0, 0).Item2, picture.At<Vec3b>(0, 0).Item1, picture.At<Vec3b>(0, 0).Item0));
        Assert.Equal(_environment.Reset(null, [])["seed"], other.Reset(null, [])["seed"]);
    }

    [Fact]
    public void What_it_cannot_do_is_refused()
    {
        Assert.Equal("No game is under way: Reset begins one.",
            Assert.Throws<InvalidOperationException>(() => _environment.Step(0, [])).Message);
        Assert.Equal("No game was begun: Reset begins one.",
            Assert.Throws<InvalidOperationException>(() => _environment.Render(new Mat())).Message);
        Assert.StartsWith("Action 5 is none of Discrete(5).",
            Assert.Throws<ArgumentOutOfRangeException>(() => _environment.Step(5, [])).Message, StringComparison.Ordinal);
        Assert.Contains("seed", Assert.Throws<ArgumentOutOfRangeException>(() => _environment.Reset(-1, [])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("An observation has 100800 bytes (210×160×3); there is room for 5.",
            Assert.Throws<ArgumentException>(() => _environment.Reset(0, new byte[5])).Message, StringComparison.Ordinal);
    }
}
