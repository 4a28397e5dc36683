using Research.Losses;
using Research.Nn.Quantization;
using Research.Sessions;
using Research.Simulation.Maze;
using Research.Sweeps;

namespace Research.Experiments.LatentActions;

/// <summary>Episodes of pictures, or the maze's.</summary>
/// <param name="Folder">A folder of episodes; empty for the maze.</param>
/// <param name="Episodes">How many of the maze.</param>
/// <param name="Frames">Frames in each of the maze's.</param>
/// <param name="Seed">Seed of the maze.</param>
/// <param name="Reduction">Every square of so many pixels becomes one.</param>
public sealed record EpisodeData(string Folder, int Episodes, int Frames, int Seed, int Reduction)
{
    /// <summary>A folder, or as many episodes of the maze as the profile has.</summary>
    public static EpisodeData OfProfile(string folder) =>
        new(folder, Profile.Pick(smoke: 8, quick: 200, report: 300), Profile.Pick(smoke: 6, quick: 5, report: 1500), Seed: 1,
            Profile.Pick(smoke: 2, quick: 2, report: 1));
}

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
    public static IReadOnlyList<(string Name, LatentActionOptions Options)> Variants(LatentActionOptions document)
    {
        ArgumentNullException.ThrowIfNull(document);
        const double Share = 0.3;
        int settled = (document.Epochs + 1) / 3;
        var cure = Quantized(q => q with { KMeansInit = true, EmaDecay = 0.9, DeadCodeThreshold = Share }) with { Dropout = 0 };
        return
        [
            ("128", Quantized(q => q with { EmbeddingDim = 128 })),
            ("128-with-film", Quantized(q => q with { EmbeddingDim = 128 }) with { Film = true }),
            ("512", Quantized(q => q with { EmbeddingDim = 512 })),
            ("256", Quantized(q => q with { EmbeddingDim = 256 })),
            ("64", document),
            ("k-means-start", Quantized(q => q with { KMeansInit = true })),
            ("moving-average", Quantized(q => q with { EmaDecay = 0.9 })),
            ("revival", Quantized(q => q with { DeadCodeThreshold = Share })),
            ("cosine", Quantized(q => q with { CosineCodebook = true })),
            ("rotation", Quantized(q => q with { RotationTrick = true })),
            ("linear-map", Quantized(q => q with { SimVq = true })),
            ("finite-scalars", Quantized(q => q with { FsqLevels = [8, 8, 4] })),
            ("512-codes", Quantized(q => q with { CodebookSize = 512 })),
            ("no-dropout", document with { Dropout = 0 }),
            ("settled", document with { FrozenStatsEpochs = settled }),
            ("motion", document with { Loss = new ReconstructionLoss(MotionWeight: 10) }),
            ("gradient", document with { Loss = new ReconstructionLoss(GradientWeight: 0.5) }),
            ("cure", cure),
            ("cure-settled", cure with { FrozenStatsEpochs = settled }),
            ("cure-motion", cure with { Loss = new ReconstructionLoss(MotionWeight: 10) }),
        ];

        LatentActionOptions Quantized(Func<QuantizerOptions, QuantizerOptions> change) =>
            document with { Quantizer = change(document.Quantizer) };
    }

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
        Open(task.DataAs<EpisodeData>(), progress, cancellation);
    }

    /// <inheritdoc/>
    public string Run(
        SweepTask task, Func<string, string> folderOf, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        var pairs = Open(task.DataAs<EpisodeData>(), progress, cancellation).Split();
        using var model = LatentActionModel.TrainOrLoad(
            task.OptionsAs<LatentActionOptions>(), pairs, context: task.Context(progress, cancellation));
        return model.Folder;
    }

    private static FramePairs Open(EpisodeData data, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        FramePairs.Open(data.Folder.Length > 0 ? data.Folder
            : MazeEpisodes.Default(data.Episodes, data.Frames, data.Seed, progress, cancellation), data.Reduction);
}
