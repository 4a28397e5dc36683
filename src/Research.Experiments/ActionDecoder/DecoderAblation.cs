using System.Globalization;
using Microsoft.Data.Analysis;
using Research.Metrics;
using Research.Tables;
using Research.Training;

namespace Research.Experiments.ActionDecoder;

/// <summary>The sequential decoder and its variants with one part taken away or added, each trained with several seeds.</summary>
public sealed class DecoderAblation
{
    private DecoderAblation(IReadOnlyList<(string Name, IReadOnlyList<Run> Runs)> variants) => Variants = variants;

    /// <summary>The variants, the sequential decoder first.</summary>
    public IReadOnlyList<string> Names => [.. Variants.Select(variant => variant.Name)];

    private IReadOnlyList<(string Name, IReadOnlyList<Run> Runs)> Variants { get; }

    /// <summary>Trains the variants, or loads their completed runs, and scores them on the test windows.</summary>
    /// <param name="options">How to train; the seed is the first of the seeds.</param>
    /// <param name="windows">Sets of windows.</param>
    /// <param name="seeds">Number of seeds.</param>
    /// <param name="drawSeed">Seed of the draws.</param>
    /// <param name="context">Where the runs are kept, and how; null: <see cref="RunContext.Default"/>.</param>
    public static DecoderAblation TrainOrLoad(
        DecodingOptions options, (InputWindows Train, InputWindows Validation, InputWindows Test) windows, int seeds,
        int drawSeed = 1, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        context ??= RunContext.Default;
        var (train, validation, test) = windows;
        InputWindows Shuffled(InputWindows ordered) => new(ordered.Sessions, shuffleHistory: true);
        var shuffled = (Shuffled(train), Shuffled(validation), Shuffled(test));
        var usual = options with { Decoder = DecoderKind.Sequential };
        var decoder = usual.Autoregressive;
        return new(
        [
            Variant("sequential", usual, windows),
            Variant("no temporal context", usual with { Autoregressive = decoder with { UseTemporalContext = false } }, windows),
            Variant("no history", usual with { UseHistory = false }, windows),
            Variant("no density", usual with { Autoregressive = decoder with { UseDensity = false } }, windows),
            Variant("history shuffled", usual, shuffled),
            Variant("two scales", usual with { Autoregressive = decoder with { TimeScales = 2 } }, windows),
        ]);

        (string, IReadOnlyList<Run>) Variant(
            string name, DecodingOptions variant, (InputWindows Train, InputWindows Validation, InputWindows Test) seen) =>
            (name, [.. Enumerable.Range(options.Seed, seeds).Select(seed =>
            {
                using var model = TrainedActionDecoder.TrainOrLoad(variant with { Seed = seed }, seen.Train, seen.Validation,
                    context.Named(name.Replace(' ', '-')));
                return new Run(model.Loss(seen.Test, context.Cancellation),
                    new(seen.Test, GeneratedWindows.Of(name, model, seen.Test, drawSeed, context)));
            })]);
    }

    /// <summary>The scores of the first seed of some variants.</summary>
    /// <param name="names">Some of <see cref="Names"/>.</param>
    public IReadOnlyList<DecodingEvaluation> this[params IEnumerable<string> names] =>
        [.. names.Select(name => Variants.First(variant => variant.Name == name).Runs[0].Scores)];

    /// <summary>
    /// Nats of time a window that a variant's loss has more than the sequential decoder's, the means over seeds; negative where
    /// the variant is better.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public double TimeLossAgainstSequential(string name) =>
        Variants.First(variant => variant.Name == name).Runs.Average(run => run.TimeLoss)
        - Variants[0].Runs.Average(run => run.TimeLoss);

    /// <summary>A row for each variant: its loss on the test windows and its scores, each with its spread over seeds.</summary>
    public DataFrame ToDataFrame() => Variants.Select(variant => new
    {
        Variant = variant.Name,
        LossNats = Spread(variant.Runs, run => run.Loss["loss"]),
        TimeNats = Spread(variant.Runs, run => run.TimeLoss),
        TimeErrorMs = Spread(variant.Runs, run => run.Scores.TimeError),
        LengthError = Spread(variant.Runs, run => run.Scores.LengthError),
        GapDistanceMs = Spread(variant.Runs, run => run.Scores.GapDistance),
        CalibrationError = Spread(variant.Runs, run => run.Scores.CalibrationError),
    }).ToDataFrame();

    /// <summary>Each variant with <see cref="TimeLossAgainstSequential"/>.</summary>
    public override string ToString() => string.Join(", ", Names.Skip(1).Select(name =>
        string.Create(CultureInfo.InvariantCulture, $"{name} {TimeLossAgainstSequential(name):+0.00;−0.00}")));

    private static SeedSpread Spread(IReadOnlyList<Run> runs, Func<Run, double?> score) =>
        SeedSpread.Of([.. runs.Select(run => score(run) ?? double.NaN)]);

    /// <summary>A trained variant.</summary>
    /// <param name="Loss">The loss on the test windows and its terms.</param>
    /// <param name="Scores">The scores on the test windows.</param>
    private sealed record Run(IReadOnlyDictionary<string, double> Loss, DecodingEvaluation Scores)
    {
        /// <summary>−log of the probability of the times of a window, its end included.</summary>
        public double TimeLoss => Loss["time"] + Loss["end"];
    }
}
