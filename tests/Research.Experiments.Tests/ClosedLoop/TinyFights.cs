using Research.Experiments.BehaviorCloning;
using Research.Sessions;
using Research.Simulation.Environments;
using Research.Training;

namespace Research.Experiments.Tests.ClosedLoop;

/// <summary>
/// Short fights of a player who only shoots, about 115 frames each, and a policy that learnt from them for one epoch. Runs are
/// kept below a folder that is gone when the tests are over.
/// </summary>
public sealed class TinyFights : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TinyFights()
    {
        RunDirectory.Root = System.IO.Path.Combine(_folder.Path, "runs");
        FightSession.Record(_folder.Path, "Train", new AlwaysShoot(), [0, 1]);
        FightSession.Record(_folder.Path, "Validation", new AlwaysShoot(), [BossFightSeeds.Choose]);
        (Train, Validation) = (Load("Train"), Load("Validation"));
        Clone = FrameStackPolicy.TrainOrLoad(Options, [Train], Validation);
    }

    public static FrameStackOptions Options { get; } = new()
    {
        StackSize = 3,
        Epochs = 1,
        BatchSize = 32,
        Dropout = 0,
        Device = TorchDevice.Parse("cpu"),
    };

    public string Path => _folder.Path;

    public FightDataset Train { get; }

    public FightDataset Validation { get; }

    public FrameStackPolicy Clone { get; }

    public void Dispose()
    {
        Clone.Dispose();
        Train.Dispose();
        Validation.Dispose();
        RunDirectory.Root = null;
        _folder.Dispose();
    }

    /// <summary>A fight of these numbers, of which nothing is shown.</summary>
    public static PlayedFight Fight(double seconds, bool isKnockout = false, int hits = 3, int damage = 0, int presses = 0) =>
        new(new FightResult(20_000, isKnockout, seconds, hits, damage, presses), [], []);

    private FightDataset Load(string name) => FightDataset.Load(Session.Open(_folder.Path, name));
}
