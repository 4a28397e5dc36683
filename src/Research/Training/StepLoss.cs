using static TorchSharp.torch;

namespace Research.Training;

/// <summary>What a step minimises, and the parts of it that the log shows by name.</summary>
/// <param name="Total">A scalar, the mean over the batch.</param>
/// <param name="Terms">Scalars; each becomes <c>train_</c> and its name, the mean over the epoch.</param>
public readonly record struct StepLoss(Tensor Total, params (string Name, Tensor Value)[] Terms)
{
    /// <summary>A loss of one part.</summary>
    public static implicit operator StepLoss(Tensor total) => new(total);
}
