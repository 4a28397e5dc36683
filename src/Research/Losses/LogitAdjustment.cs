using System.Globalization;
using Research.Metrics;
using static TorchSharp.torch;

namespace Research.Losses;

/// <summary>
/// Another loss, of logits + τ·log(π / (1 − π)) where π is how often each action is held: the policy need not learn how rare an
/// action is, and its own logits, taken without the shift, are those of a world where every action is held half of the time.
/// </summary>
/// <remarks>
/// Source: Menon et al. 2021, "Long-tail learning via logit adjustment", here for independent sigmoids instead of a softmax. In
/// training only.
/// </remarks>
public sealed class LogitAdjustment : IActionLoss
{
    private readonly float[] _shift;
    private readonly double _tau;
    private readonly IActionLoss _loss;

    /// <summary>A loss of shifted logits.</summary>
    /// <param name="prevalence">π, [A], each in (0, 1).</param>
    /// <param name="tau">τ, at least 0; 0 shifts nothing.</param>
    /// <param name="loss">The loss of the shifted logits; null: binary cross entropy.</param>
    /// <exception cref="ArgumentException">A prevalence is not between 0 and 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tau"/> is below 0.</exception>
    public LogitAdjustment(IReadOnlyList<double> prevalence, double tau = 1, IActionLoss? loss = null)
    {
        ArgumentNullException.ThrowIfNull(prevalence);
        ArgumentOutOfRangeException.ThrowIfNegative(tau);
        for (int action = 0; action < prevalence.Count; action++)
        {
            if (!(prevalence[action] > 0 && prevalence[action] < 1))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"The prevalence of action {action} is {prevalence[action]}; it must lie between 0 and 1."),
                        nameof(prevalence));
            }
        }

        _shift = [.. prevalence.Select(p => (float)(tau * Math.Log(p / (1 - p))))];
        (_tau, _loss) = (tau, loss ?? new BinaryCrossEntropy());
    }

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{_loss.Name}, logits adjusted (τ {_tau}, by ")
        + $"{string.Join(", ", _shift.Select(shift => shift.ToString(CultureInfo.InvariantCulture)))})";

    /// <summary>
    /// Shifts by how often actions are held in the training frames, one frame more added to either side, so that none is never
    /// held.
    /// </summary>
    /// <param name="labels">What is held at the training frames: [N, A].</param>
    /// <param name="tau">τ, at least 0.</param>
    /// <param name="loss">The loss of the shifted logits; null: binary cross entropy.</param>
    public static LogitAdjustment For(LabelMatrix labels, double tau = 1, IActionLoss? loss = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new([.. labels.CountTrue().Select(held => (held + 1.0) / (labels.Count + 2.0))], tau, loss);
    }

    /// <inheritdoc/>
    public Tensor forward(Tensor logits, Tensor targets, Tensor? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        using var scope = NewDisposeScope();
        var shifted = logits + tensor(_shift, device: logits.device);
        return _loss.forward(shifted, targets, sampleWeights).MoveToOuterDisposeScope();
    }
}
