using Research.Losses;
using Research.Models;
using Research.Nn;
using Research.Training;

namespace Research.Control;

/// <summary>How a control transformer is trained; by default as in the document.</summary>
public sealed record ControlOptions
{
    /// <summary>Sizes of the network.</summary>
    public ControlTransformerSize Size { get; init; } = new();

    /// <summary>How much each term of the loss counts.</summary>
    public ControlLossWeights LossWeights { get; init; } = new();

    /// <summary>Windows in a batch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The highest learning rate of AdamW.</summary>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>Epochs in which the rate rises to it, in equal steps.</summary>
    public int WarmupEpochs { get; init; } = 5;

    /// <summary>The last epoch's rate, which a cosine leads down to.</summary>
    public double FinalLearningRate { get; init; } = 1e-6;

    /// <summary>AdamW's decay of weights.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Most epochs; a curriculum divides them among its stages.</summary>
    public int MaxEpochs { get; init; } = 200;

    /// <summary>Epochs without a better combined score after which the training stops.</summary>
    public int EarlyStopPatience { get; init; } = 30;

    /// <summary>Largest norm of all gradients together.</summary>
    public double GradientClip { get; init; } = 1.0;

    /// <summary>The probability that an entry of history is dropped in training.</summary>
    public double ActionHistoryDropout { get; init; } = 0.3;

    /// <summary>A window ends at every so many frames, and at each that newly chooses a slot, to learn and to validate.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Share of the recordings that are kept apart to validate with.</summary>
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>
    /// What products with weights are computed with in training; float32 by default. The trained policy computes with float32.
    /// </summary>
    public Precision Precision { get; init; }

    /// <summary>Seed of weights, dropout, the order of windows and the split.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Where it is trained; by default the first GPU, or the processor where there is none.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Default;

    /// <summary>Sizes for the profile in force. Only report's are the document's: quick and smoke have a narrower and shallower network.</summary>
    public static ControlOptions OfProfile => Profile.Pick(
        smoke: new ControlOptions { Size = new() { DModel = 32, Nhead = 4, NumLayers = 1, DimFeedforward = 64 }, MaxEpochs = 3, WarmupEpochs = 1, Stride = 20 },
        quick: new ControlOptions { Size = new() { DModel = 64, Nhead = 4, NumLayers = 2, DimFeedforward = 128, Dropout = 0.1 }, MaxEpochs = 12, WarmupEpochs = 2, LearningRate = 1e-3, Stride = 5 },
        report: new ControlOptions());

    /// <summary>Options of a file: fields by their names in lower case with underscores, those that are left out as they are in <paramref name="others"/>.</summary>
    /// <exception cref="InvalidDataException">A field is unknown or of another type; the message names it.</exception>
    public static ControlOptions Read(string file, ControlOptions? others = null) => FieldFile.Read(file, others ?? new ControlOptions());

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
