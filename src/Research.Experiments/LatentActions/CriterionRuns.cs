using Microsoft.Data.Analysis;
using Research.Tables;
using Research.Training;

namespace Research.Experiments.LatentActions;

/// <summary>Long runs of a model against the report's criterion: PSNR above 25 dB and perplexity above 128.</summary>
public sealed class CriterionRuns
{
    private readonly LatentActionEvaluation[] _seeds;
    private readonly CopyScores? _copy;

    /// <summary>The scores of some seeds, and of the copy baseline.</summary>
    /// <param name="seeds">The scores of seeds 0, 1, ….</param>
    /// <param name="copy">Those of the copy baseline; null where there is no run.</param>
    internal CriterionRuns(LatentActionEvaluation[] seeds, CopyScores? copy) => (_seeds, _copy) = (seeds, copy);

    /// <summary>No run.</summary>
    public static CriterionRuns None { get; } = new([], null);

    /// <summary>Trains the model with seeds 0, 1, …, or loads its completed runs, and scores it on held-out episodes.</summary>
    /// <param name="options">How to train, but for the seed.</param>
    /// <param name="data">The episodes.</param>
    /// <param name="seeds">Number of seeds.</param>
    /// <param name="context">Where the runs are kept, and how; null: <see cref="RunContext.Default"/>.</param>
    public static CriterionRuns TrainOrLoad(
        LatentActionOptions options, EpisodeData data, int seeds, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(data);
        context ??= RunContext.Default;
        var (train, heldOut) = data.Open(context).Split();
        return new([.. Enumerable.Range(0, seeds).Select(seed =>
        {
            using var model = LatentActionModel.TrainOrLoad(options with { Seed = seed }, (train, heldOut),
                context: context.Named($"criterion-{seed}"));
            return model.Evaluate(heldOut, cancellation: context.Cancellation);
        })], LatentActionModel.CopyOfCurrent(heldOut, context.Cancellation));
    }

    /// <summary>A row for each seed with its scores and whether it reached the criterion; the copy baseline is last.</summary>
    public DataFrame ToDataFrame() => _seeds.Select((scores, seed) => new
    {
        Model = $"seed {seed}",
        PSNR = scores.Psnr,
        scores.MovingPsnr,
        Perplexity = (double?)scores.Perplexity,
        DeadCodes = (int?)scores.Usage.Dead,
        SSIM = scores.Ssim,
        Reached = IsReached(scores) ? "yes" : "no",
    }).Concat((_copy is { } copy ? [copy] : Array.Empty<CopyScores>()).Select(scores => new
    {
        Model = "copy of frame t",
        PSNR = scores.Psnr,
        scores.MovingPsnr,
        Perplexity = (double?)null,
        DeadCodes = (int?)null,
        SSIM = scores.Ssim,
        Reached = "",
    })).ToDataFrame();

    /// <summary>
    /// The report's criterion beside the worst seed: one that missed it before one that reached it, then that of the lowest PSNR.
    /// </summary>
    public Comparison Compare()
    {
        var worst = _seeds.OrderBy(IsReached).ThenBy(scores => scores.Psnr).FirstOrDefault();
        return LatentActionsPublished.Criterion.CompareWith(worst is null ? [] :
            [("criterion: PSNR, dB", worst.Psnr), ("criterion: perplexity", worst.Perplexity)]);
    }

    /// <summary>How many seeds reached the criterion.</summary>
    public override string ToString() => _seeds.Length == 0 ? "not run in this profile"
        : $"reached by {_seeds.Count(IsReached)} of {_seeds.Length} seeds";

    private static bool IsReached(LatentActionEvaluation scores) =>
        scores.Psnr > LatentActionsPublished.CriterionPsnr && scores.Perplexity > LatentActionsPublished.CriterionPerplexity;
}
