using System.Diagnostics;
using Research.Experiments.ClosedLoop;
using Research.Simulation.Environments;
using Research.Training;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ClosedLoop;

[Collection(nameof(TakingTurns))]
public sealed class PpoLearningTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(false, 3)]
    [InlineData(false, 4)]
    [InlineData(false, 5)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(true, 3)]
    [InlineData(true, 4)]
    [InlineData(true, 5)]
    public void A_contextual_bandit_of_choices_or_of_keys_reaches_its_optimum(bool hasKeys, int seed)
    {
        var plan = new PpoPlan
        {
            Environment = _ => new ContextBanditEnvironment(hasKeys),
            Network = () => new SmallActorCritic(pixels: 8, actions: hasKeys ? 3 : 4),
            Definition = new { Environment = "bandit" },
            Options = new() { Updates = 24, RolloutSteps = 32, LearningRate = 5e-3, Seed = seed, Device = TorchDevice.Cpu },
            Threads = 1,
        };

        Assert.InRange(StepsToOptimum(plan, network => BanditReturn(network, hasKeys), 0.95), 256, 20 * 256);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_maze_is_left_by_the_shortest_way_from_every_cell(int seed)
    {
        var plan = new PpoPlan
        {
            Environment = _ => new GridMazeEnvironment(),
            Network = () => new SmallActorCritic(pixels: 25, actions: 4, hidden: 64),
            Definition = new { Environment = "maze" },
            Options = new()
            {
                Updates = 40,
                RolloutSteps = 64,
                LearningRate = 3e-3,
                Gamma = 0.95,
                Seed = seed,
                Device = TorchDevice.Cpu,
            },
            Threads = 1,
        };

        Assert.InRange(StepsToOptimum(plan, ShareOfShortestWays, 1), 512, 30 * 512);
    }

    /// <summary>Steps in the environments after which a score is first reached and not lost until the end.</summary>
    private int StepsToOptimum(PpoPlan plan, Func<ActorCritic, double> score, double optimum)
    {
        var watch = Stopwatch.StartNew();
        using var run = RunDirectory.Open("test", "ppo", new { plan.Options }, root: _folder.Path);
        manual_seed(plan.Options.Seed);
        using var network = plan.Network();
        var result = Ppo.Fit(network, plan with
        {
            Options = plan.Options with { CheckpointEvery = 1 },
            Evaluate = (_, current) => new Dictionary<string, double> { ["score"] = score(current) },
        }, run);
        var kept = result.Epochs.Reverse().TakeWhile(update => update["score"] >= optimum).LastOrDefault();
        int steps = kept is null ? int.MaxValue : (int)kept["env_steps"];
        output.WriteLine($"seed {plan.Options.Seed}: {score(network)} at the end; at the optimum from {steps} steps on; "
            + $"{watch.Elapsed.TotalSeconds:0.0} s");
        return steps;
    }

    /// <summary>Expected return of the policy, over all contexts.</summary>
    private static double BanditReturn(ActorCritic network, bool hasKeys)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var logits = network.call((eye(8) * 255).to(ScalarType.Byte).view(8, 2, 4)).Logits;
        if (hasKeys)
        {
            var wanted = tensor([.. Enumerable.Range(0, 24).Select(i => (float)(i / 3 >> i % 3 & 1))], [8, 3]);
            return (logits.sigmoid() - (1 - wanted)).abs().mean().item<float>();
        }

        var shares = logits.softmax(1);
        return Enumerable.Range(0, 8).Average(c => shares[c, ContextBanditEnvironment.Best(c)].item<float>());
    }

    /// <summary>Share of episodes from all 18 cells in which the most probable moves make the shortest way.</summary>
    private static double ShareOfShortestWays(ActorCritic network)
    {
        using var _ = no_grad();
        using var maze = new GridMazeEnvironment();
        var moves = ActionDistribution.Of(maze.ActionSpace);
        byte[] observation = new byte[25];
        var starts = new Dictionary<int, bool>();
        for (int seed = 20_000; starts.Count < 18; seed++)
        {
            int distance = (int)maze.Reset(seed, observation)["distance"], steps = 0;
            int start = Array.IndexOf(observation, (byte)255);
            for (bool ends = starts.ContainsKey(start); !ends; steps++)
            {
                using var scope = NewDisposeScope();
                var logits = network.call(tensor(observation, [1, 5, 5], dtype: ScalarType.Byte)).Logits;
                ends = maze.Step(moves.Mode(logits.data<float>().ToArray()), observation).IsDone || steps > distance;
            }

            starts.TryAdd(start, steps == distance);
        }

        return starts.Values.Average(isShortest => isShortest ? 1.0 : 0);
    }
}
