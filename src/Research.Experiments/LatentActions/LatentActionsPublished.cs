using Research.Tables;

namespace Research.Experiments.LatentActions;

/// <summary>Numbers printed in the Ms. Pac-Man report, part 2.</summary>
public static class LatentActionsPublished
{
    /// <summary>Codes in the codebook.</summary>
    public const int Codes = 256;

    /// <summary>PSNR above which, with <see cref="CriterionPerplexity"/>, a model is a success, in dB.</summary>
    public const double CriterionPsnr = 25;

    /// <summary>Perplexity above which a model is a success: half of the codebook.</summary>
    public const double CriterionPerplexity = 0.5 * Codes;

    /// <summary>The perplexities of its five tries: notebook 06.</summary>
    public static PublishedTable LatentActions { get; } =
        new("Ms. Pac-Man report, part 2: use of the codebook", "06-vqvae-latent-actions",
    [
        PublishedNumber.Of("codes", Codes, "0", "part 2"),
        new("perplexity, 128", "< 20", "experiment 1", "0.0"),
        new("perplexity, 128 with FiLM", "15–25", "experiment 2", "0.0"),
        new("perplexity, 512", "10–30", "experiment 3", "0.0"),
        new("perplexity, 256", "10–30", "experiment 3", "0.0"),
        new("perplexity, 64", "60–80, in the end 55–60", "experiment 3", "0.0"),
    ]);

    /// <summary>Its criterion, which it never reached: notebook 06b.</summary>
    public static PublishedTable Criterion { get; } =
        new("Ms. Pac-Man report, part 2: success criteria", "06b-is-it-an-action",
    [
        new("criterion: PSNR, dB", $"> {CriterionPsnr:0}", "success criteria", "0.00"),
        new("criterion: perplexity", $"> {CriterionPerplexity:0} (half of the codebook)", "success criteria", "0.0"),
    ]);

    /// <summary><see cref="LatentActions"/> beside the same models here.</summary>
    /// <param name="variants">The models of <see cref="VqvaeVariants.Sequence"/>.</param>
    public static Comparison Compare(VqvaeVariants variants)
    {
        ArgumentNullException.ThrowIfNull(variants);
        return LatentActions.CompareWith([("codes", variants[VqvaeVariants.Report].CodebookSize),
            .. VqvaeVariants.Sequence.Select(name => ($"perplexity, {name}", (double?)variants.Final(name, "val_perplexity")))]);
    }
}
