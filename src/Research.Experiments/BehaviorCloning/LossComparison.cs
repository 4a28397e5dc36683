using Microsoft.Data.Analysis;
using Research.Metrics;
using Research.Tables;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Policies by several losses and seeds, scored on held-out fights.</summary>
/// <param name="Variants">The losses.</param>
/// <param name="Scores">The scores of each loss, one for each seed.</param>
public sealed record LossComparison(
    IReadOnlyList<LossVariant> Variants, IReadOnlyList<IReadOnlyList<HeldOutScores>> Scores)
{
    /// <summary>The first seed; the others follow it.</summary>
    public const int FirstSeed = 42;

    /// <summary>The loss with the highest mean composite F1 at tuned thresholds.</summary>
    /// <exception cref="InvalidOperationException">No loss has a composite F1: the held-out fights lack one of its
    /// actions.</exception>
    public LossVariant Best => Scores.All(seeds => seeds.All(seed => double.IsNaN(seed.AtTunedThresholds)))
        ? throw new InvalidOperationException(
            $"Found no composite F1 of {string.Join(", ", Variants.Select(loss => loss.Name))}; expected one to choose the best "
            + "loss by: an action of the composite does not occur in the held-out fights.")
        : Variants.Zip(Scores).MaxBy(loss => loss.Second.Average(seed => seed.AtTunedThresholds)).First;

    /// <summary>The mean scores of a loss over its seeds.</summary>
    /// <param name="name">The loss's name.</param>
    /// <exception cref="KeyNotFoundException">There is no such loss.</exception>
    public HeldOutScores this[string name]
    {
        get
        {
            foreach (var (variant, seeds) in Variants.Zip(Scores))
            {
                if (variant.Name == name)
                {
                    return new(seeds.Average(seed => seed.AtDefaultThreshold), seeds.Average(seed => seed.AtTunedThresholds),
                        [.. seeds[0].Rare.Select((rare, i) => (rare.Action, seeds.Average(Precision(i))))]);
                }
            }

            throw new KeyNotFoundException(
                $"There is no loss '{name}'; there are {string.Join(", ", Variants.Select(loss => loss.Name))}.");
        }
    }

    /// <summary>Trains a policy for each loss and seed, or loads its completed run, and scores it.</summary>
    /// <param name="variants">The losses.</param>
    /// <param name="encoder">Makes the latents; stays the caller's.</param>
    /// <param name="fights">Fights to train on, and held-out fights that stop the training and score the policies.</param>
    /// <param name="seeds">Policies of each loss.</param>
    /// <param name="context">Where the runs are kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    public static LossComparison Run(
        IReadOnlyList<LossVariant> variants, FrameAutoencoder encoder, (FightDataset Train, FightDataset HeldOut) fights,
        int seeds, RunContext? context = null)
    {
        return new(variants, [.. variants.Select(variant => Enumerable.Range(FirstSeed, seeds).Select(seed =>
        {
            using var policy = variant.TrainOrLoad(encoder, fights, seed, context);
            return HeldOutScores.Of(policy, fights.HeldOut);
        }).ToArray())]);
    }

    /// <summary>A row for each loss: its scores on the held-out fights, each with its spread over the seeds.</summary>
    public DataFrame ToDataFrame() => DataFrames.OfDictionaries([.. Variants.Zip(Scores, (variant, seeds) =>
    {
        var row = new Dictionary<string, object?>
        {
            ["Loss"] = variant.Name,
            ["AtDefaultThreshold"] = Spread(seeds, seed => seed.AtDefaultThreshold),
            ["AtTunedThresholds"] = Spread(seeds, seed => seed.AtTunedThresholds),
        };
        foreach (var (i, rare) in seeds[0].Rare.Index())
        {
            row[$"{rare.Action} average precision"] = Spread(seeds, Precision(i));
        }

        return row;
    })]);

    private static Func<HeldOutScores, double> Precision(int rare) => seed => seed.Rare[rare].AveragePrecision;

    private static SeedSpread Spread(IReadOnlyList<HeldOutScores> seeds, Func<HeldOutScores, double> score) =>
        SeedSpread.Of([.. seeds.Select(score)]);
}
