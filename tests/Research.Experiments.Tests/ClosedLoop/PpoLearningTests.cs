using System.Diagnostics;
using Research.Experiments.ClosedLoop;
using Research.Simulation.Environments;
using Research.Training;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ClosedLoop;

public sealed class PpoLearningTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_contextual_bandit_reaches_its_optimum(int seed)
    {
        var plan = new PpoPlan
        {
            Environment = _ => new ContextBanditEnvironment(),
            Network = () => new SmallActorCritic(pixels: 8, actions: 4),
            Definition = new { Environment = "bandit" },
            Options = new() { Updates = 40, RolloutSteps = 32, LearningRate = 5e-3, Seed = seed, Device = TorchDevice.Cpu },
            Threads = 1,
        };

        int? solved = StepsUntil(plan, network => BanditReturn(network) == 1);

        Assert.True(solved <= 40 * 8 * 32, $"solved after {solved} steps");
    }

    /// <summary>Steps after which a network is first at the optimum; null: never.</summary>
    private int? StepsUntil(PpoPlan plan, Func<ActorCritic, bool> isOptimal)
    {
        int? solved = null;
        var watch = Stopwatch.StartNew();
        using var run = RunDirectory.Open("test", "ppo", new { plan.Options }, root: _folder.Path);
        manual_seed(plan.Options.Seed);
        using var network = plan.Network();
        Ppo.Fit(network, plan with
        {
            UpdateDone = log => solved ??= isOptimal(network) ? (int)log["env_steps"] : null,
        }, run);
        output.WriteLine($"seed {plan.Options.Seed}: optimum after {solved} steps; {watch.Elapsed.TotalSeconds:0.0} s in all");
        return solved;
    }

    /// <summary>Return of the most probable choices, over all contexts.</summary>
    private static double BanditReturn(ActorCritic network)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var choices = network.call((eye(8) * 255).to(ScalarType.Byte).view(8, 2, 4)).Logits.argmax(1);
        return Enumerable.Range(0, 8).Average(c => choices[c].item<long>() == ContextBanditEnvironment.Best(c) ? 1.0 : 0);
    }
}
