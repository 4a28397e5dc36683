using static TorchSharp.torch;

namespace Research.Losses;

/// <summary>A multi-label loss of action logits: actions are not exclusive, each has a probability of its own.</summary>
public interface IActionLoss
{
    /// <summary>What the loss is called in tables and run logs, its settings included.</summary>
    string Name { get; }

    /// <summary>The loss of a batch.</summary>
    /// <param name="logits">[.., A]; the sigmoid of each is an action's probability.</param>
    /// <param name="targets">[.., A], 1 where the action is held, else 0, of the same type as the logits.</param>
    /// <param name="sampleWeights">[..], what each sample's loss is multiplied with; null: 1. The mean is over samples, not over
    /// weights.</param>
    /// <returns>[], at least 0.</returns>
    Tensor forward(Tensor logits, Tensor targets, Tensor? sampleWeights = null);
}
