using Research.Experiments.BehaviorCloning;
using Research.Simulation.Environments;
using Research.Sweeps;
using Research.Training;

namespace Research.Experiments.ClosedLoop;

/// <summary>The expert's fights, and how many fights a trained policy plays.</summary>
/// <param name="Fights">To learn from.</param>
/// <param name="Validation">Held out.</param>
/// <param name="Noisy">To learn from with noise injected, as <see cref="NoisyExpert"/> plays them.</param>
/// <param name="Played">By each policy, with seeds to choose by; the seeds to report stay for <c>play-policy</c>.</param>
public sealed record FightData(int Fights, int Validation, int Noisy, int Played)
{
    /// <summary>As many as the profile has.</summary>
    public static FightData OfProfile => new(
        Profile.Pick(smoke: 2, quick: 60, report: 120), Profile.Pick(smoke: 1, quick: 8, report: 8),
        Profile.Pick(smoke: 2, quick: 1000, report: 2000), Profile.Pick(smoke: 4, quick: 100, report: 200));
}

/// <summary>
/// The clones, DAgger and PPO of notebook 09 over seeds. DAgger waits for its seed's clone, PPO from the clone for its seed's
/// clone of noisy fights.
/// </summary>
public sealed class ClosedLoopSweep : ISweepExperiment
{
    private const string Clone = "clone", Noisy = "clone-of-noisy-fights", Aggregated = "dagger",
        FromClone = "ppo-from-clone", FromScratch = "ppo-from-scratch";

    /// <summary>Epochs over the noisy fights, of which there are many.</summary>
    private const int MostNoisyEpochs = 3;

    /// <inheritdoc/>
    public string Name => "closed-loop";

    /// <inheritdoc/>
    public IReadOnlyList<string> Scores => ["boss-fight-choose.knockouts", "boss-fight-choose.survival",
        "boss-fight-choose.hits_per_minute", "val_loss"];

    /// <summary>The runs of all seeds.</summary>
    /// <param name="options">How each is trained, but for the seed. PPO from scratch leaves out the warm-up and the clone's KL.</param>
    /// <param name="data">The fights.</param>
    /// <param name="seeds">Number of seeds.</param>
    public static IEnumerable<SweepTask> Plan(
        (FrameStackOptions Clone, DaggerOptions Dagger, PpoOptions Ppo) options, FightData data, int seeds)
    {
        foreach (int seed in SweepTask.Seeds(seeds))
        {
            var clone = Task(options.Clone with { Seed = seed }, data);
            var noisy = SweepTask.Of("closed-loop", Noisy, Noisy, options.Clone with
            {
                Seed = seed,
                Epochs = Math.Min(options.Clone.Epochs, MostNoisyEpochs),
            }, data);
            var ppo = options.Ppo with { Seed = seed };
            yield return clone;
            yield return noisy;
            yield return SweepTask.Of("closed-loop", Aggregated, Aggregated, options.Dagger with { Seed = seed }, data)
                with
            { After = [clone.Run] };
            yield return SweepTask.Of("closed-loop", FromClone, FromClone, ppo, data) with { After = [noisy.Run] };
            yield return SweepTask.Of("closed-loop", FromScratch, FromScratch, ppo with { CriticWarmup = 0, CloneKl = 0 }, data);
        }
    }

    /// <summary>The run of one clone.</summary>
    /// <param name="options">How it is trained.</param>
    /// <param name="data">The fights.</param>
    public static SweepTask Task(FrameStackOptions options, FightData data) =>
        SweepTask.Of("closed-loop", Clone, Clone, options, data);

    /// <inheritdoc/>
    public void Prepare(SweepTask task, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        var data = task.DataAs<FightData>();
        var context = RunContext.With(progress, cancellation);
        var (train, validation) = ExpertFights.Load(data.Fights, data.Validation, context);
        train.Dispose();
        validation.Dispose();
    }

    /// <inheritdoc/>
    public string Run(
        SweepTask task, Func<string, string> folderOf, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(folderOf);
        var data = task.DataAs<FightData>();
        var context = task.Context(progress, cancellation);
        var fights = ExpertFights.Load(data.Fights, data.Validation, context);
        using var train = fights.Train;
        using var validation = fights.Validation;
        switch (task.Kind)
        {
            case Clone:
                return TrainClone(train);

            case Noisy:
                using (var noisy = ExpertFights.LoadNoisy(data.Noisy, context: context))
                {
                    return TrainClone(noisy);
                }

            case Aggregated:
                using (var clone = CloneOf(task, folderOf))
                using (var dagger = Dagger.Run(task.OptionsAs<DaggerOptions>(), fights, clone, context))
                {
                    return Play(dagger.Rounds[^1].Policy, data, context);
                }

            case FromClone:
                using (var clone = CloneOf(task, folderOf))
                using (var tuned = PpoPolicy.TrainOrLoad(task.OptionsAs<PpoOptions>(), clone, context: context))
                {
                    return Play(tuned, data, context);
                }

            default:
                using (var policy = PpoPolicy.TrainOrLoad(task.OptionsAs<PpoOptions>(), null, context: context))
                {
                    return Play(policy, data, context);
                }
        }

        string TrainClone(FightDataset learnt)
        {
            using var clone = FrameStackPolicy.TrainOrLoad(task.OptionsAs<FrameStackOptions>(), [learnt], validation,
                context: context with { Experiment = "closed-loop" });
            return Play(clone, data, context);
        }
    }

    private static FrameStackPolicy CloneOf(SweepTask task, Func<string, string> folderOf) =>
        (FrameStackPolicy)ActionPolicy.Load(folderOf(task.After[0]));

    private static string Play(ActionPolicy policy, FightData data, RunContext context)
    {
        int[] seeds = [.. Enumerable.Range(BossFightSeeds.Choose + 2000, data.Played)];
        var choice = PolicyFights.ChooseThreshold(policy, Math.Max(1, data.Played / 5), context);
        var scores = PlayScores.Of(Path.GetFileName(policy.Folder), PolicyFights.Play(policy, seeds, context, choice));
        scores.Save(policy.Folder, "boss-fight-choose", (choice, seeds[0]));
        return policy.Folder;
    }
}
