using static TorchSharp.torch;

namespace Research.Losses;

/// <summary>Losses of single actions, and how they become one number.</summary>
internal static class ElementLosses
{
    /// <summary>−log p_t, where p_t is the probability given to what is true: [.., A].</summary>
    internal static Tensor BceWithLogits(Tensor logits, Tensor targets) =>
        nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction: nn.Reduction.None);

    /// <summary>−log(1 − p_t): [.., A]. Its exponent is 1 − p_t without the cancellation of a difference.</summary>
    internal static Tensor MinusLogOfFalse(Tensor logits, Tensor targets) => BceWithLogits(logits, 1 - targets);

    /// <summary>The sum over actions, weighted, and the mean over samples.</summary>
    internal static Tensor SumOverActions(Tensor losses, Tensor? sampleWeights)
    {
        var samples = losses.sum(-1L);
        return (sampleWeights is null ? samples : samples * sampleWeights).mean();
    }

    /// <summary>A number for targets of 1 and another for targets of 0: [.., A].</summary>
    internal static Tensor SelectByTarget(Tensor targets, double ofOnes, double ofZeros) => targets * (ofOnes - ofZeros)
        + ofZeros;
}
