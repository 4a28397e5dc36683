using System.ComponentModel.DataAnnotations;
using Research.Nn;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>All but the loss that the training of a policy on frames is set by.</summary>
public sealed record ConvRecurrentOptions : IValidatableObject
{
    /// <summary>Frames of a stretch that is learned from at once.</summary>
    [Range(2, 10_000)]
    public int SequenceLength { get; init; } = 40;

    /// <summary>Frames at a stretch's beginning that are only looked at: what happened before them is not known.</summary>
    [Range(0, 10_000)]
    public int BurnIn { get; init; } = 10;

    /// <summary>
    /// Whether the frame at which the keys are to be predicted is seen. Its picture shows the keys of the frame before.
    /// </summary>
    public bool IncludeCurrentFrame { get; init; } = true;

    /// <summary>Whether the network sees what changed since the frame before.</summary>
    public bool FrameDifference { get; init; } = true;

    /// <summary>Probability that a number before the last layer is dropped in training.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; } = 0.5;

    /// <summary>
    /// By how many pixels a stretch is shifted at most, up or down and left or right, in training. Where things are to each other
    /// counts, not where they are: a few fights are not to be learned by heart.
    /// </summary>
    [Range(0, 1000)]
    public int RandomShift { get; init; } = 4;

    /// <summary>AdamW's decay of weights.</summary>
    [Range(0.0, 10.0)]
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Most epochs to train.</summary>
    [Range(1, ConfigRanges.Most)]
    public int Epochs { get; init; } = 50;

    /// <summary>Epochs without a better validation loss before training stops; null: all epochs, and the best weights.</summary>
    [Range(1, ConfigRanges.Most)]
    public int? Patience { get; init; } = 20;

    /// <summary>Stretches in a batch.</summary>
    [Range(1, ConfigRanges.Most)]
    public int BatchSize { get; init; } = 8;

    /// <summary>Adam's learning rate, which falls to 0 along a cosine over all epochs.</summary>
    [Range(0.0, ConfigRanges.HighestRate, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>How the weights begin.</summary>
    public Initialization Initialization { get; init; } = Initialization.Keras;

    /// <summary>What convolutions and the product with the GRU's input are computed with; float32 by default.</summary>
    public Precision Precision { get; init; }

    /// <summary>Seed of weights, dropout and stretches.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        BurnIn < SequenceLength ? [] : [new($"below stretch_frames, {SequenceLength}", [nameof(BurnIn)])];

    /// <summary>Where it is trained; by default the first GPU, or the processor where there is none.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Default;
}
