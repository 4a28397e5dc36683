using Research.Experiments.BehaviorCloning;
using Research.Sessions;
using Research.Simulation.Environments;
using Research.Training;

namespace Research.Cli.Tests;

/// <summary>
/// A policy of the boss fight that one epoch on one fight of random keys has trained: it presses all keys now and then.
/// </summary>
public sealed class SmallPolicy : IDisposable
{
    private static readonly FrameStackOptions Options =
        new() { StackSize = 2, Epochs = 1, BatchSize = 16, Device = TorchDevice.Parse("cpu") };

    private readonly string _folder = Directory.CreateTempSubdirectory("research-small-policy-").FullName;

    public SmallPolicy()
    {
        var rates = new KeyRates([0.5, 0.5, 0.8, 0.8, 0.8, 1, 0.5], [3, 3, 5, 5, 3, 8, 2]);
        _ = FightSession.Record(_folder, "Train", new RandomKeys(rates), [1]);
        Run = Train(_folder, "Train");
    }

    /// <summary>Folder of its run.</summary>
    public string Run { get; }

    /// <summary>Trains one epoch on a session.</summary>
    /// <returns>Folder of the run.</returns>
    public string Train(string folder, string session)
    {
        using var fights = FightDataset.Load(Session.Open(folder, session));
        using var policy = FrameStackPolicy.TrainOrLoad(Options, [fights], fights,
            context: new RunContext { Experiment = Path.Combine(_folder, "runs") });
        return policy.Folder;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
