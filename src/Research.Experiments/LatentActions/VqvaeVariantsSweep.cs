using Research.Sweeps;
using Research.Training;

namespace Research.Experiments.LatentActions;

/// <summary>
/// The variants of the latent action model of notebook 06: the report's sequence of models, each switch by itself, and the cure.
/// </summary>
public sealed class VqvaeVariantsSweep : ISweepExperiment
{
    /// <inheritdoc/>
    public string Name => "vqvae-variants";

    /// <inheritdoc/>
    public IReadOnlyList<string> Scores => ["val_perplexity", "val_batch_perplexity", "val_dead_codes", "val_psnr",
        "val_moving_psnr", "val_ssim"];

    /// <summary>The variants by name, as in notebook 06.</summary>
    /// <param name="document">The report's final model.</param>
    public static IReadOnlyList<(string Name, LatentActionOptions Options)> Variants(LatentActionOptions document) =>
        [.. VqvaeVariants.Options(document)
            .Where(variant => !variant.Name.StartsWith("cure with", StringComparison.Ordinal))
            .Select(variant => (VqvaeVariants.RunName(variant.Name), variant.Options))];

    /// <summary>The runs of all variants.</summary>
    /// <param name="document">The report's final model.</param>
    /// <param name="data">The episodes.</param>
    /// <param name="seeds">Number of seeds.</param>
    /// <param name="only">Names of variants; empty: all.</param>
    /// <exception cref="ArgumentException">There is no variant of a name.</exception>
    public static IEnumerable<SweepTask> Plan(
        LatentActionOptions document, EpisodeData data, int seeds, IReadOnlyList<string>? only = null)
    {
        var variants = Variants(document);
        string? unknown = (only ?? []).FirstOrDefault(name => variants.All(v => v.Name != name));
        if (unknown is not null)
        {
            throw new ArgumentException(
                $"found the variant '{unknown}'; expected some of {string.Join(", ", variants.Select(v => v.Name))}.");
        }

        return variants.Where(v => only is null or [] || only.Contains(v.Name))
            .SelectMany(v => SweepTask.Seeds(seeds).Select(seed => Task(v.Name, v.Options with { Seed = seed }, data)));
    }

    /// <summary>The run of one model.</summary>
    /// <param name="name">What its variant is called.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="data">The episodes.</param>
    public static SweepTask Task(string name, LatentActionOptions options, EpisodeData data) =>
        SweepTask.Of("vqvae-variants", "latent actions", name, options, data);

    /// <inheritdoc/>
    public void Prepare(SweepTask task, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        task.DataAs<EpisodeData>().Open(RunContext.With(progress, cancellation));
    }

    /// <inheritdoc/>
    public string Run(
        SweepTask task, Func<string, string> folderOf, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        var pairs = task.DataAs<EpisodeData>().Open(RunContext.With(progress, cancellation)).Split();
        using var model = LatentActionModel.TrainOrLoad(
            task.OptionsAs<LatentActionOptions>(), pairs, context: task.Context(progress, cancellation));
        return model.Folder;
    }
}
