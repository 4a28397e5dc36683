using System.Globalization;
using Research.Metrics;
using static TorchSharp.torch;

namespace Research.Losses;

/// <summary>
/// −log p_t, mean over all actions of all samples, as Keras reduces it. Source: Cuphead report, appendix A.3.3; the weights of
/// targets of 1 are PyTorch's <c>pos_weight</c>.
/// </summary>
public sealed class BinaryCrossEntropy : IActionLoss
{
    private readonly float[]? _positiveWeights;

    /// <summary>Binary cross entropy.</summary>
    /// <param name="positiveWeights">[A], above 0: what the loss of a target of 1 is multiplied with; null: 1.</param>
    /// <exception cref="ArgumentException">A weight is not a number above 0.</exception>
    public BinaryCrossEntropy(IReadOnlyList<double>? positiveWeights = null)
    {
        if (positiveWeights?.Any(weight => !(weight > 0 && double.IsFinite(weight))) == true)
        {
            throw new ArgumentException($"Weights of targets of 1 are above 0; found {string.Join(", ", positiveWeights)}.",
                nameof(positiveWeights));
        }

        _positiveWeights = positiveWeights is null ? null : [.. positiveWeights.Select(weight => (float)weight)];
    }

    /// <inheritdoc/>
    public string Name => _positiveWeights is null ? "BCE" : "BCE with positive weights "
        + string.Join(", ", _positiveWeights.Select(weight => weight.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Weights that let frames with an action held count as much as those without.</summary>
    /// <param name="labels">What is held at the training frames: [N, A].</param>
    /// <param name="largest">No weight is above it; an action that is never held gets it.</param>
    public static BinaryCrossEntropy Balanced(LabelMatrix labels, double largest = 50)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new([.. labels.CountTrue().Select(held =>
            Math.Clamp((double)(labels.Count - held) / Math.Max(held, 1), 1 / largest, largest))]);
    }

    /// <inheritdoc/>
    public Tensor forward(Tensor logits, Tensor targets, Tensor? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        using var scope = NewDisposeScope();
        var positive = _positiveWeights is null ? null : tensor(_positiveWeights, device: logits.device);
        return nn.functional.binary_cross_entropy_with_logits(
            logits, targets, sampleWeights?.unsqueeze(-1), pos_weights: positive).MoveToOuterDisposeScope();
    }
}
