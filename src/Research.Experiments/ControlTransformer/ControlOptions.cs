using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Research.Nn;
using Research.Sessions.Controls;
using Research.Training;

namespace Research.Experiments.ControlTransformer;

/// <summary>How a control transformer is trained; by default as in the document.</summary>
public sealed record ControlOptions : IValidatableObject
{
    /// <summary>Sizes of the network.</summary>
    public ControlTransformerSize Size { get; init; } = new();

    /// <summary>How much each term of the loss counts.</summary>
    public ControlLossWeights LossWeights { get; init; } = new();

    /// <summary>Windows in a batch.</summary>
    [Range(1, ConfigRanges.Most)]
    public int BatchSize { get; init; } = 64;

    /// <summary>The highest learning rate of AdamW.</summary>
    [Range(0.0, ConfigRanges.HighestRate, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>Epochs in which the rate rises to it, in equal steps.</summary>
    [Range(0, ConfigRanges.Most)]
    public int WarmupEpochs { get; init; } = 5;

    /// <summary>The last epoch's rate, which a cosine leads down to.</summary>
    [Range(0.0, ConfigRanges.HighestRate)]
    public double FinalLearningRate { get; init; } = 1e-6;

    /// <summary>AdamW's decay of weights.</summary>
    [Range(0.0, 10.0)]
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Most epochs; a curriculum divides them among its stages.</summary>
    [Range(1, ConfigRanges.Most)]
    public int MaxEpochs { get; init; } = 200;

    /// <summary>Epochs without a better combined score after which the training stops.</summary>
    [Range(1, ConfigRanges.Most)]
    public int EarlyStopPatience { get; init; } = 30;

    /// <summary>Largest norm of all gradients together.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double GradientClip { get; init; } = 1.0;

    /// <summary>The probability that an entry of history is dropped in training.</summary>
    [Range(0.0, 1.0)]
    public double ActionHistoryDropout { get; init; } = 0.3;

    /// <summary>A window ends at every so many frames, and at each that newly chooses a slot, to learn and to validate.</summary>
    [Range(1, ConfigRanges.Most)]
    public int Stride { get; init; } = 1;

    /// <summary>Share of the recordings that are kept apart to validate with.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>
    /// What products with weights are computed with in training; float32 by default. The trained policy computes with float32.
    /// </summary>
    public Precision Precision { get; init; }

    /// <summary>Seed of weights, dropout, the order of windows and the split.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Where it is trained; by default the first GPU, or the processor where there is none.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Default;

    /// <summary>
    /// Sizes for the profile in force. Only report's are the document's: quick and smoke have a narrower and shallower network.
    /// </summary>
    public static ControlOptions OfProfile => Profile.Pick(
        smoke: new ControlOptions
        {
            Size = new() { DModel = 32, Nhead = 4, NumLayers = 1, DimFeedforward = 64 },
            MaxEpochs = 3,
            WarmupEpochs = 1,
            Stride = 20,
        },
        quick: new ControlOptions
        {
            Size = new() { DModel = 64, Nhead = 4, NumLayers = 2, DimFeedforward = 128, Dropout = 0.1 },
            MaxEpochs = 12,
            WarmupEpochs = 2,
            LearningRate = 1e-3,
            Stride = 5,
        },
        report: new ControlOptions());

    /// <summary>
    /// Options of a file: fields by their names in lower case with underscores, those that are left out as they are in
    /// <paramref name="others"/>.
    /// </summary>
    /// <exception cref="InvalidDataException">A field is unknown, of another type or out of its range; the message names
    /// it.</exception>
    public static ControlOptions Read(string file, ControlOptions? others = null) =>
        FieldFile.Read(file, others ?? new ControlOptions());

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Size.InputDim != ControlLayout.InputWidth)
        {
            yield return new($"{ControlLayout.InputWidth}, the numbers of a frame", [$"{nameof(Size)}.{nameof(Size.InputDim)}"]);
        }

        if (FinalLearningRate > LearningRate)
        {
            yield return new($"at most learning_rate, {LearningRate.ToString(CultureInfo.InvariantCulture)}",
                [nameof(FinalLearningRate)]);
        }
    }

    /// <summary>The rate of an epoch: it rises linearly to the highest, then a cosine leads down to the last.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="epochs">Most epochs.</param>
    public double LearningRateOf(int epoch, int epochs)
    {
        if (epoch <= WarmupEpochs)
        {
            return LearningRate * epoch / WarmupEpochs;
        }

        double progress = (double)(epoch - WarmupEpochs) / (epochs - WarmupEpochs);
        return FinalLearningRate + (LearningRate - FinalLearningRate) * (1 + Math.Cos(Math.PI * progress)) / 2;
    }
}
