using System.Globalization;
using static TorchSharp.torch;

namespace Research.Losses;

/// <summary>
/// −(1 − p)^γ₊ log p where the target is 1, −p_m^γ₋ log(1 − p_m) with p_m = max(p − m, 0) where it is 0; summed over the actions,
/// mean over the batch. Keys that are up fade out faster than keys that are down, and below a probability of m altogether.
/// </summary>
/// <remarks>
/// Source: Ridnik et al. 2021, "Asymmetric Loss For Multi-Label Classification", equations 4 to 7. Gradients pass through the
/// focus, as in the formula.
/// </remarks>
public sealed class AsymmetricLoss : IActionLoss
{
    private readonly double _positiveGamma;
    private readonly double _negativeGamma;
    private readonly double _margin;

    /// <summary>An asymmetric loss; the defaults are the paper's.</summary>
    /// <param name="positiveGamma">γ₊, at least 0.</param>
    /// <param name="negativeGamma">γ₋: 0, or at least 1, below which the gradient at p = m has no bound.</param>
    /// <param name="margin">m in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public AsymmetricLoss(double positiveGamma = 0, double negativeGamma = 4, double margin = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(positiveGamma);
        if (negativeGamma != 0)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(negativeGamma, 1);
        }

        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(margin, 1);
        (_positiveGamma, _negativeGamma, _margin) = (positiveGamma, negativeGamma, margin);
    }

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture,
        $"asymmetric (γ₊ {_positiveGamma}, γ₋ {_negativeGamma}, m {_margin})");

    /// <inheritdoc/>
    public Tensor forward(Tensor logits, Tensor targets, Tensor? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(targets);
        using var scope = NewDisposeScope();
        var positive = Focused(logits, ones_like(targets), _positiveGamma);
        var negative = _margin == 0 ? Focused(logits, zeros_like(targets), _negativeGamma) : Shifted(logits);
        var losses = targets * positive + (1 - targets) * negative;
        return ElementLosses.SumOverActions(losses, sampleWeights).MoveToOuterDisposeScope();
    }

    private static Tensor Focused(Tensor logits, Tensor targets, double gamma) =>
        (ElementLosses.MinusLogOfFalse(logits, targets) * -gamma).exp() * ElementLosses.BceWithLogits(logits, targets);

    /// <summary>p_m is at most 1 − m, so that its logarithms need no care.</summary>
    private Tensor Shifted(Tensor logits)
    {
        var probability = (logits.sigmoid() - _margin).clamp_min(0);
        return -probability.pow(_negativeGamma) * (-probability).log1p();
    }
}
