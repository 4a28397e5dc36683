using System.ComponentModel.DataAnnotations;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Options of a policy on stacks of frames and its training by binary cross-entropy.</summary>
public sealed record FrameStackOptions
{
    /// <summary>Frames in a stack: six show a dash and the 0.6 s until the next one.</summary>
    [Range(1, 100)]
    public int StackSize { get; init; } = 6;

    /// <summary>
    /// Weight of a frame at which a rare action is held (JUMP and DASH of Cuphead). 1 leaves the probabilities as they are.
    /// </summary>
    [Range(0.0, 1e6)]
    public double RareWeight { get; init; } = 1;

    /// <summary>Dropout probability before the last layer.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; } = 0.2;

    /// <summary>AdamW's weight decay.</summary>
    [Range(0.0, 10.0)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Epochs to train.</summary>
    [Range(1, ConfigRanges.Most)]
    public int Epochs { get; init; } = 8;

    /// <summary>Stacks in a batch.</summary>
    [Range(1, ConfigRanges.Most)]
    public int BatchSize { get; init; } = 64;

    /// <summary>AdamW's learning rate, which falls to 0 along a cosine over all epochs.</summary>
    [Range(0.0, ConfigRanges.HighestRate, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Seed of weights, dropout and batch orders.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Where it is trained; by default the first GPU, or the processor where there is none.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Default;
}
