using System.Globalization;
using Research.Losses;
using Research.Metrics;
using Research.Nn.Quantization;
using Research.Sessions;
using Research.Training;

namespace Research.Experiments.LatentActions;

/// <summary>
/// Variants of the report's final model on the same pairs of frames, each trained, or loaded from its completed run, when it is
/// first asked for.
/// </summary>
public sealed class VqvaeVariants
{
    /// <summary>The name of the report's final model.</summary>
    public const string Report = "64";

    private readonly Dictionary<string, LatentActionModel> _models = [];
    private readonly Dictionary<string, LatentActionOptions> _options;
    private readonly RunContext _context;
    private readonly Lazy<CopyScores> _copy;

    /// <summary>Variants; nothing is trained yet.</summary>
    /// <param name="report">Options of the report's final model, at the sizes in use.</param>
    /// <param name="pairs">Pairs to train on, and pairs of other episodes.</param>
    /// <param name="context">Where the runs are kept, and how; null: <see cref="RunContext.Default"/>.</param>
    public VqvaeVariants(
        LatentActionOptions report, (FramePairs Train, FramePairs HeldOut) pairs, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        (_context, Train, HeldOut) = (context ?? RunContext.Default, pairs.Train, pairs.HeldOut);
        _options = Options(report).ToDictionary(variant => variant.Name, variant => variant.Options);
        _copy = new(() => LatentActionModel.CopyOfCurrent(HeldOut, _context.Cancellation));
        int[] rows = [.. Enumerable.Range(0, HeldOut.Count)];
        Shown = [rows.MinBy(HeldOut.ChangedPixels), rows.MaxBy(HeldOut.ChangedPixels)];
    }

    /// <summary>The report's five models, in its order.</summary>
    public static IReadOnlyList<string> Sequence { get; } = ["128", "128 with FiLM", "512", "256", Report];

    /// <summary>Variants that differ from the report's final model in one thing each.</summary>
    public static IReadOnlyList<string> Switches { get; } = ["k-means start", "moving average", "revival", "cosine", "rotation",
        "linear map", "finite scalars", "512 codes", "no dropout", "settled", "motion", "gradient"];

    /// <summary>
    /// The cure: k-means start, moving average, revival and no dropout together; alone and with one more switch.
    /// </summary>
    public static IReadOnlyList<string> Cures { get; } = ["cure, settled", "cure", "cure, motion"];

    /// <summary>Pairs to train on.</summary>
    public FramePairs Train { get; }

    /// <summary>Pairs of the held-out episodes.</summary>
    public FramePairs HeldOut { get; }

    /// <summary>The held-out pair in which the fewest pixels change, and the one in which the most do.</summary>
    public IReadOnlyList<int> Shown { get; }

    /// <summary>Names of the variants that are trained or loaded, in that order.</summary>
    public IReadOnlyList<string> Names => [.. _models.Keys];

    /// <summary>Scores of the copy baseline on the held-out pairs.</summary>
    public CopyScores Copy => _copy.Value;

    /// <summary>The model of a variant.</summary>
    /// <param name="name">One of <see cref="Options"/>, or such a name and a seed: <c>cure, seed 2</c>.</param>
    public LatentActionModel this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            if (!_models.TryGetValue(name, out var model))
            {
                _models[name] = model = LatentActionModel.TrainOrLoad(
                    OptionsOf(name), (Train, HeldOut), Shown, _context.Named(RunName(name)));
            }

            return model;
        }
    }

    /// <summary>All variants by name.</summary>
    /// <param name="report">The report's final model.</param>
    public static IReadOnlyList<(string Name, LatentActionOptions Options)> Options(LatentActionOptions report)
    {
        ArgumentNullException.ThrowIfNull(report);
        const double Share = 0.3;
        int settled = (report.Epochs + 1) / 3;
        var motion = new ReconstructionLoss(MotionWeight: 10);
        var cure = Quantized(q => q with { KMeansInit = true, EmaDecay = 0.9, DeadCodeThreshold = Share }) with { Dropout = 0 };
        return
        [
            ("128", Quantized(q => q with { EmbeddingDim = 128 })),
            ("128 with FiLM", Quantized(q => q with { EmbeddingDim = 128 }) with { Film = true }),
            ("512", Quantized(q => q with { EmbeddingDim = 512 })),
            ("256", Quantized(q => q with { EmbeddingDim = 256 })),
            (Report, report),
            ("k-means start", Quantized(q => q with { KMeansInit = true })),
            ("moving average", Quantized(q => q with { EmaDecay = 0.9 })),
            ("revival", Quantized(q => q with { DeadCodeThreshold = Share })),
            ("cosine", Quantized(q => q with { CosineCodebook = true })),
            ("rotation", Quantized(q => q with { RotationTrick = true })),
            ("linear map", Quantized(q => q with { SimVq = true })),
            ("finite scalars", Quantized(q => q with { FsqLevels = [8, 8, 4] })),
            ("512 codes", Quantized(q => q with { CodebookSize = 512 })),
            ("no dropout", report with { Dropout = 0 }),
            ("settled", report with { FrozenStatsEpochs = settled }),
            ("motion", report with { Loss = motion }),
            ("gradient", report with { Loss = new ReconstructionLoss(GradientWeight: 0.5) }),
            ("cure", cure),
            ("cure, settled", cure with { FrozenStatsEpochs = settled }),
            ("cure, motion", cure with { Loss = motion }),
            ("cure with FiLM", cure with { Film = true }),
            ("cure with FiLM, motion", cure with { Film = true, Loss = motion }),
        ];

        LatentActionOptions Quantized(Func<QuantizerOptions, QuantizerOptions> change) =>
            report with { Quantizer = change(report.Quantizer) };
    }

    /// <summary>
    /// <see cref="Cures"/>, and further seeds of the report's final model and of the cure: <c>64, seed 1</c>,
    /// <c>cure, seed 1</c>, …
    /// </summary>
    /// <param name="seeds">Number of seeds together with the first.</param>
    public static IEnumerable<string> CuresAndSeeds(int seeds) =>
        [.. Cures, .. Enumerable.Range(1, seeds - 1).SelectMany(seed =>
            new[] { $"{Report}, seed {seed}", $"cure, seed {seed}" })];

    /// <summary>The options of a variant.</summary>
    /// <param name="name">As for the indexer.</param>
    public LatentActionOptions OptionsOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Split(", seed ") is [var variant, var seed]
            ? _options[variant] with { Seed = int.Parse(seed, CultureInfo.InvariantCulture) }
            : _options[name];
    }

    /// <summary>The name of a variant's run: lower case, words joined by hyphens.</summary>
    /// <param name="name">As for the indexer.</param>
    internal static string RunName(string name) => name.Replace(' ', '-').Replace(",", "").ToLowerInvariant();

    /// <summary>Perplexity of the report's final model and of the cure, and what the cure costs in sharpness.</summary>
    public override string ToString()
    {
        var (name, error) = Sharpest;
        double worst = FinalOfSeeds("cure", "val_mse").Max();
        return string.Create(CultureInfo.InvariantCulture,
            $"Perplexity of the report's final model {SpreadOf(Report, "val_perplexity")}, of the cure "
            + $"{SpreadOf("cure", "val_perplexity")}.\nThe least squared error without FiLM is that of '{name}', {error:0.0000}; "
            + $"the cure's worst seed has {worst:0.0000}, {worst / error - 1:+0.0 %;−0.0 %} beside it.");
    }

    /// <summary>A score of the last epoch of a variant, such as <c>val_perplexity</c>.</summary>
    internal double Final(string name, string metric) => this[name].Training.Epochs[^1][metric];

    /// <summary>The trained variant without FiLM with the least squared error on the held-out pairs, and that error.</summary>
    public (string Name, double Error) Sharpest =>
        Names.Where(name => !OptionsOf(name).Film).Select(name => (name, Final(name, "val_mse"))).MinBy(variant => variant.Item2);

    /// <summary>The spread of a score of the last epochs over all seeds that are trained.</summary>
    /// <param name="name">The variant.</param>
    /// <param name="metric">The score, such as <c>val_perplexity</c>.</param>
    public SeedSpread SpreadOf(string name, string metric) => SeedSpread.Of(FinalOfSeeds(name, metric));

    /// <summary>A score of the last epoch of a variant with every seed that is trained.</summary>
    /// <param name="name">The variant.</param>
    /// <param name="metric">The score.</param>
    public double[] FinalOfSeeds(string name, string metric) => [.. Names
        .Where(other => other == name || other.StartsWith($"{name}, seed ", StringComparison.Ordinal))
        .Select(other => Final(other, metric))];
}

/// <summary>Scores of the copy baseline, which predicts frame t for frame t + 1.</summary>
/// <param name="Psnr">Mean over the pairs with unequal frames, in dB: the copy of an equal frame has no ratio. NaN where there is
/// none.</param>
/// <param name="Ssim">Mean over the pairs.</param>
/// <param name="MovingPsnr">Over the pixels that changed, in dB; null where none did.</param>
public sealed record CopyScores(double Psnr, double Ssim, double? MovingPsnr);
