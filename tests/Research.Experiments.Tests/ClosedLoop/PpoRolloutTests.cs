using OpenCvSharp;
using Research.Experiments.ClosedLoop;
using Research.Simulation.Environments;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ClosedLoop;

public sealed class PpoRolloutTests
{
    /// <summary>Lane 0 has episodes of 3 steps that are truncated, lane 1 of 2 steps that are terminated.</summary>
    [Fact]
    public void A_rollout_keeps_what_each_step_saw_did_and_earned()
    {
        using var network = new PixelCritic();
        using var clone = new PixelCritic();
        using var rollout = new PpoRollout(new PpoPlan
        {
            Environment = lane => new CountdownEnvironment(3 - lane, isTruncated: lane == 0),
            Network = () => network,
            Definition = new { },
            Options = new() { NumEnvs = 2, RolloutSteps = 4, CloneKl = 1, Device = TorchDevice.Cpu },
        });
        var steps = new List<int>();

        rollout.StartEpisodes(update: 1);
        rollout.Play(1, network, clone, steps.Add);

        var made = rollout.Trajectories;
        Assert.Equal([1, 2, 3, 4], steps);
        Assert.Equal([0, 0, 1, 1, 2, 0, 0, 1, 1, 0], rollout.Observations.flatten().data<byte>().ToArray().Select(o => (int)o));
        Assert.Equal([0, 0, 1, 1, 2, 0, 0, 1], made.Values);
        Assert.Equal([1, 0], made.LastValues);
        Assert.Equal(rollout.Actions.Select(action => 10f * action), made.Rewards);
        Assert.Equal([false, false, false, true, false, false, false, true], made.Terminations);
        Assert.Equal([false, false, false, false, true, false, false, false], made.Truncations);
        Assert.Equal([0, 0, 0, 0, 3, 0, 0, 0], made.FinalValues); // of the final observation, not of the new episode's first
        Assert.Equal([2, 3, 2], rollout.Episodes.Select(episode => episode.Length));
        Assert.Equal(new[] { made.Rewards[1] + made.Rewards[3], made.Rewards[0] + made.Rewards[2] + made.Rewards[4] },
            rollout.Episodes.Take(2).Select(episode => (float)episode.Return));
        Assert.All(rollout.LogProbabilities, value => Assert.Equal(Math.Log(0.5), value, 1e-6));
        Assert.All(rollout.CloneLogits!, value => Assert.Equal(0, value));

        rollout.Play(2, network, clone, steps.Add); // goes on where the first one ended
        Assert.Equal([1, 0, 2, 1, 0, 0, 1, 1], made.Values);
        Assert.Equal([3, 2, 2], rollout.Episodes.Select(episode => episode.Length));
        rollout.StartEpisodes(update: 3);
        rollout.Play(3, network, clone, steps.Add); // begins anew
        Assert.Equal([0, 0, 1, 1, 2, 0, 0, 1], made.Values);
    }

    [Fact]
    public void Episodes_begin_from_seeds_of_the_band()
    {
        using var network = new PixelCritic();
        var environments = Enumerable.Range(0, 4).Select(_ => new CountdownEnvironment(3, isTruncated: false)).ToList();
        using var rollout = new PpoRollout(new PpoPlan
        {
            Environment = lane => environments[lane],
            Network = () => network,
            Definition = new { },
            Options = new() { NumEnvs = 4, FirstEpisodeSeed = 100, EpisodeSeeds = 3, Device = TorchDevice.Cpu },
        });
        var seeds = new HashSet<int>();

        for (int update = 1; update <= 20; update++)
        {
            rollout.StartEpisodes(update);
            seeds.UnionWith(environments.Select(environment => environment.Seed!.Value));
        }

        Assert.Equal([100, 101, 102], seeds.Order());
    }

    /// <summary>The observation is the number of the step, the reward ten times the action.</summary>
    private sealed class CountdownEnvironment(int length, bool isTruncated) : IEnvironment
    {
        private readonly StepInfo _info = new([]);
        private int _step;

        public int? Seed { get; private set; }

        public BoxSpace ObservationSpace { get; } = new(1);

        public ActionSpace ActionSpace { get; } = new DiscreteSpace(["NONE", "ONE"]);

        public IReadOnlyList<string> InfoKeys => [];

        public OpenCvSharp.Size RenderSize => default;

        public double RenderFps => 1;

        public StepInfo Reset(int? seed, Span<byte> observation)
        {
            (Seed, _step, observation[0]) = (seed, 0, 0);
            return _info;
        }

        public StepResult Step(uint action, Span<byte> observation)
        {
            observation[0] = (byte)++_step;
            return new StepResult(10 * action, _step == length && !isTruncated, _step == length && isTruncated, _info);
        }

        public void Render(Mat frame) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }

    /// <summary>Both actions are equally likely; the value is the pixel.</summary>
    private sealed class PixelCritic() : ActorCritic(nameof(PixelCritic))
    {
        public override (Tensor Logits, Tensor Values) forward(Tensor observations) =>
            (zeros(observations.shape[0], 2), observations.to(ScalarType.Float32).squeeze(-1));
    }
}
