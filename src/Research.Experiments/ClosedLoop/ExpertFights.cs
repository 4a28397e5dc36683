using Research.Experiments.BehaviorCloning;
using Research.Sessions;
using Research.Simulation.Environments;
using Research.Training;

namespace Research.Experiments.ClosedLoop;

/// <summary>The fights of the scripted expert, to learn from and to validate on.</summary>
public static class ExpertFights
{
    /// <summary>Loads them; they are played and recorded on first use.</summary>
    /// <param name="fights">Fights to learn from, at least 1.</param>
    /// <param name="validation">Fights to validate on, at least 1.</param>
    /// <param name="context">Reports the work, and stops it; null: <see cref="RunContext.Default"/>.</param>
    public static (FightDataset Train, FightDataset Validation) Load(int fights, int validation, RunContext? context = null)
    {
        context ??= RunContext.Default;
        string folder = ExpertSessions.Folder(fights, validation, context.Progress, context.Cancellation);
        var train = Load("Train");
        try
        {
            return (train, Load("Validation"));
        }
        catch
        {
            train.Dispose();
            throw;
        }

        FightDataset Load(string name) => FightDataset.Load(
            Session.Open(folder, name), progress: context.Progress, cancellation: context.Cancellation);
    }

    /// <summary>Loads fights of the expert with noise injected; they are played and recorded on first use.</summary>
    /// <param name="fights">Fights, from 1 to 4,000.</param>
    /// <param name="noise">Probability that random keys are held for a second, in [0, 1].</param>
    /// <param name="context">Reports the work, and stops it; null: <see cref="RunContext.Default"/>.</param>
    public static FightDataset LoadNoisy(int fights, double noise = 0.2, RunContext? context = null)
    {
        context ??= RunContext.Default;
        string folder = ExpertSessions.NoisyFolder(fights, noise, context.Progress, context.Cancellation);
        return FightDataset.Load(
            Session.Open(folder, "Noisy"), progress: context.Progress, cancellation: context.Cancellation);
    }
}
