using System.Globalization;
using static TorchSharp.torch;

namespace Research.Losses;

/// <summary>
/// −α_t (1 − p_t)^γ log p_t, summed over the actions, mean over the batch: easy examples have little weight.
/// </summary>
/// <remarks>
/// Sources: Lin et al. 2017, "Focal Loss for Dense Object Detection"; Cuphead report, section 3.3 and appendix A.5.1. From
/// logits: (1 − p_t)^γ is exp(γ log(1 − p_t)), so that nothing overflows, and nothing needs the report's clipping of p to [1e-7,
/// 1 − 1e-7]. The two agree to 1e-5 up to logits of ±14; beyond, the report's has no gradient where the policy is certain and
/// wrong.
/// </remarks>
public sealed class FocalLoss : IActionLoss
{
    private readonly double _gamma;
    private readonly double _alpha;

    /// <summary>A focal loss.</summary>
    /// <param name="gamma">γ, at least 0: how little easy examples count; 0 is cross entropy weighted by α.</param>
    /// <param name="alpha">α in (0, 1): the weight of targets of 1; that of 0 is 1 − α. The report's 0.25 favours keys that are
    /// up.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public FocalLoss(double gamma = 2, double alpha = 0.25)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gamma);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(alpha, 1);
        (_gamma, _alpha) = (gamma, alpha);
    }

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"focal (γ {_gamma}, α {_alpha})");

    /// <inheritdoc/>
    public Tensor forward(Tensor logits, Tensor targets, Tensor? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(targets);
        using var scope = NewDisposeScope();
        var modulation = (ElementLosses.MinusLogOfFalse(logits, targets) * -_gamma).exp();
        var losses = ElementLosses.SelectByTarget(targets, _alpha, 1 - _alpha) * modulation * ElementLosses.BceWithLogits(logits,
            targets);
        return ElementLosses.SumOverActions(losses, sampleWeights).MoveToOuterDisposeScope();
    }
}
