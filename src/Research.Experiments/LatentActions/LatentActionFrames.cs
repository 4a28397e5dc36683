using Microsoft.Data.Analysis;
using Research.Sessions;
using Research.Tables;

namespace Research.Experiments.LatentActions;

/// <summary>Scores of latent-action models as frames.</summary>
public static class LatentActionFrames
{
    /// <summary>A row for each set of pairs: its size and that of its frames.</summary>
    /// <param name="sets">The sets, each with a name.</param>
    public static DataFrame ToDataFrame(params IEnumerable<(string Name, FramePairs Pairs)> sets) => sets.Select(set => new
    {
        Set = set.Name,
        Episodes = set.Pairs.Episodes.Count,
        Pairs = set.Pairs.Count,
        Size = $"{set.Pairs.Height} × {set.Pairs.Width}",
    }).ToDataFrame();

    /// <summary>
    /// Trains variants, or loads their completed runs. A row for each, with the scores of its last epoch on the held-out pairs;
    /// the copy baseline is last.
    /// </summary>
    /// <param name="variants">The variants.</param>
    /// <param name="names">Names of some.</param>
    public static DataFrame TrainOrLoad(this VqvaeVariants variants, params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(variants);
        return names.Select(name => (Name: name, variants[name].Training)).ToList().Select(variant => new
        {
            Variant = variant.Name,
            Perplexity = (double?)variants.Final(variant.Name, "val_perplexity"),
            InBatches = (double?)variants.Final(variant.Name, "val_batch_perplexity"),
            WhileTraining = (double?)variants.Final(variant.Name, "train_perplexity"),
            DeadCodes = (int?)variants.Final(variant.Name, "val_dead_codes"),
            PSNR = variants.Final(variant.Name, "val_psnr"),
            MovingPSNR = (double?)variants.Final(variant.Name, "val_moving_psnr"),
            SSIM = variants.Final(variant.Name, "val_ssim"),
            Seconds = (double?)variant.Training.Seconds,
        }).Append(new
        {
            Variant = "copy of frame t",
            Perplexity = (double?)null,
            InBatches = (double?)null,
            WhileTraining = (double?)null,
            DeadCodes = (int?)null,
            PSNR = variants.Copy.Psnr,
            MovingPSNR = variants.Copy.MovingPsnr,
            SSIM = variants.Copy.Ssim,
            Seconds = (double?)null,
        }).ToDataFrame();
    }

    /// <summary>A row for each name: the spread of its scores over all trained seeds, and the worst perplexity.</summary>
    /// <param name="variants">The variants.</param>
    /// <param name="names">Names of some.</param>
    public static DataFrame Spread(this VqvaeVariants variants, params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(variants);
        return names.Select(name => new
        {
            Variant = name,
            Perplexity = variants.SpreadOf(name, "val_perplexity"),
            WorstPerplexity = variants.FinalOfSeeds(name, "val_perplexity").Min(),
            PSNR = variants.SpreadOf(name, "val_psnr"),
            SSIM = variants.SpreadOf(name, "val_ssim"),
        }).ToDataFrame();
    }

    /// <summary>
    /// A row for each name: its perplexity and PSNR against those of the report's final model. It <i>helped</i> if it is above
    /// every seed of that model by more than these differ, and <i>hurt</i> if it is as far below them all. With one seed of that
    /// model, it is not known how far seeds differ.
    /// </summary>
    /// <param name="variants">The variants.</param>
    /// <param name="names">Names of some.</param>
    public static DataFrame Verdicts(this VqvaeVariants variants, params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(variants);
        double[] Reference(string metric) => variants.FinalOfSeeds(VqvaeVariants.Report, metric);
        double Change(string name, string metric) => variants.Final(name, metric) - Reference(metric).Average();
        return names.Select(name => new
        {
            Switch = name,
            Perplexity = variants.Final(name, "val_perplexity"),
            TimesTheReports = variants.Final(name, "val_perplexity") / Reference("val_perplexity").Average(),
            Usage = Verdict(variants.Final(name, "val_perplexity"), Reference("val_perplexity")),
            ChangeOfPSNR = Change(name, "val_psnr"),
            Drawing = Verdict(variants.Final(name, "val_psnr"), Reference("val_psnr")),
            ChangeOfMovingPSNR = Change(name, "val_moving_psnr"),
        }).ToDataFrame();
    }

    private static string Verdict(double value, double[] reference)
    {
        if (reference.Length < 2)
        {
            return "one seed: not known";
        }

        double range = reference.Max() - reference.Min();
        return value - reference.Max() > range ? "helped" : reference.Min() - value > range ? "hurt" : "no difference";
    }
}
