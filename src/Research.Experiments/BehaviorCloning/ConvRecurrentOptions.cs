using System.ComponentModel.DataAnnotations;
using Research.Nn;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Options of a policy on frames and its training, except the loss.</summary>
public sealed record ConvRecurrentOptions : IValidatableObject
{
    /// <summary>Frames in a training sequence.</summary>
    [Range(2, 10_000)]
    public int SequenceLength { get; init; } = 40;

    /// <summary>Frames at the start of a sequence without a loss: the network cannot know what happened before them.</summary>
    [Range(0, 10_000)]
    public int BurnIn { get; init; } = 10;

    /// <summary>
    /// Whether the network sees the frame whose keys are predicted. It shows the keys of the previous frame.
    /// </summary>
    public bool IncludeCurrentFrame { get; init; } = true;

    /// <summary>Whether the network sees the difference to the previous frame.</summary>
    public bool FrameDifference { get; init; } = true;

    /// <summary>Dropout probability before the last layer.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; } = 0.5;

    /// <summary>
    /// Largest random shift of a training sequence in pixels, vertical and horizontal. It keeps the network from memorizing the
    /// few fights by absolute positions.
    /// </summary>
    [Range(0, 1000)]
    public int RandomShift { get; init; } = 4;

    /// <summary>AdamW's weight decay.</summary>
    [Range(0.0, 10.0)]
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Most epochs to train.</summary>
    [Range(1, ConfigRanges.Most)]
    public int Epochs { get; init; } = 50;

    /// <summary>Epochs without a better validation loss before training stops; null: all epochs, and the best weights.</summary>
    [Range(1, ConfigRanges.Most)]
    public int? Patience { get; init; } = 20;

    /// <summary>Sequences in a batch.</summary>
    [Range(1, ConfigRanges.Most)]
    public int BatchSize { get; init; } = 8;

    /// <summary>Adam's learning rate, which falls to 0 along a cosine over all epochs.</summary>
    [Range(0.0, ConfigRanges.HighestRate, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Initial weights.</summary>
    public Initialization Initialization { get; init; } = Initialization.Keras;

    /// <summary>Precision of the convolutions and of the product with the GRU's input.</summary>
    public Precision Precision { get; init; }

    /// <summary>Seed of weights, dropout and sequences.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        BurnIn < SequenceLength ? [] : [new($"below sequence_length, {SequenceLength}", [nameof(BurnIn)])];

    /// <summary>Where it is trained; by default the first GPU, or the processor where there is none.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Default;
}
