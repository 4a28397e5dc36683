using Research.Sweeps;
using Research.Training;

namespace Research.Experiments.DodgeTiming;

/// <summary>Episodes of a fight, or the simulated duel's.</summary>
/// <param name="Store">A zarr store of episodes; empty for the simulated duel.</param>
/// <param name="Duels">How many of the simulated duel.</param>
/// <param name="Seed">Seed of the simulated duel.</param>
/// <param name="Sampling">Which windows are learnt from and scored.</param>
public sealed record DuelData(string Store, int Duels, int Seed, DodgeSampling Sampling)
{
    /// <summary>A store, or as many duels as the profile has.</summary>
    public static DuelData OfProfile(string store) =>
        new(store, Profile.Pick(smoke: 6, quick: 40, report: 100), Seed: 1, new DodgeSampling());
}

/// <summary>The detector of dodges of notebook 05 over seeds.</summary>
public sealed class DodgeSeedsSweep : ISweepExperiment
{
    /// <inheritdoc/>
    public string Name => "dodge-seeds";

    /// <inheritdoc/>
    public IReadOnlyList<string> Scores => ["validation.accuracy", "validation.roc_auc", "validation.average_precision",
        "val_loss"];

    /// <summary>The runs of all seeds.</summary>
    /// <param name="options">How they are trained, but for the seed.</param>
    /// <param name="data">The episodes.</param>
    /// <param name="seeds">Number of seeds.</param>
    public static IEnumerable<SweepTask> Plan(DodgeOptions options, DuelData data, int seeds)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SweepTask.Seeds(seeds).Select(seed => Task(options with { Seed = seed }, data));
    }

    /// <summary>The run of one detector.</summary>
    /// <param name="options">How it is trained.</param>
    /// <param name="data">The episodes.</param>
    public static SweepTask Task(DodgeOptions options, DuelData data) =>
        SweepTask.Of("dodge-seeds", "dodge timing", "frames", options, data);

    /// <inheritdoc/>
    public void Prepare(SweepTask task, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        var data = task.DataAs<DuelData>();
        DodgeSamples.Draw(Open(data, RunContext.With(progress, cancellation)), data.Sampling);
    }

    /// <inheritdoc/>
    public string Run(
        SweepTask task, Func<string, string> folderOf, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        var data = task.DataAs<DuelData>();
        var context = task.Context(progress, cancellation);
        var episodes = Open(data, context);
        var samples = DodgeSamples.Draw(episodes, data.Sampling);
        using var detector = DodgeDetector.TrainOrLoad(task.OptionsAs<DodgeOptions>(), episodes, samples, context);
        var scores = detector.Evaluate(task.Variant, samples.Validation);
        RunDirectory.SaveEvaluation(detector.Folder, "validation",
            new { scores.Accuracy, scores.RocAuc, scores.AveragePrecision, Windows = samples.Validation.Count });
        return detector.Folder;
    }

    private static DodgeEpisodes Open(DuelData data, RunContext context) =>
        DefaultDuels.Open(data.Store, data.Duels, data.Seed, context);
}
