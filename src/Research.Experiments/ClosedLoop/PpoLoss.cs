using static TorchSharp.torch;

namespace Research.Experiments.ClosedLoop;

/// <summary>PPO's loss of a minibatch, and its parts. Each part is a scalar, the mean over the minibatch.</summary>
/// <param name="Total">Policy − w₁ · entropy + w₂ · value + w₃ · KL to the clone: what a step minimizes.</param>
/// <param name="Policy">The clipped objective with a minus.</param>
/// <param name="Value">Half the squared error of the values, clipped.</param>
/// <param name="Entropy">Of the policy, in nats.</param>
public sealed record PpoLoss(Tensor Total, Tensor Policy, Tensor Value, Tensor Entropy)
{
    /// <summary>KL(policy ‖ clone), in nats; null without a clone.</summary>
    public Tensor? CloneKl { get; private init; }

    /// <summary>
    /// KL from the rollout's policy, in nats, estimated from its actions by (r − 1) − ln r (Schulman, "Approximating KL
    /// divergence", 2020). Without gradient.
    /// </summary>
    public required Tensor ApproximateKl { get; init; }

    /// <summary>Share of the actions whose probability ratio r is outside the clip range. Without gradient.</summary>
    public required Tensor ClipFraction { get; init; }

    /// <summary>The loss of a minibatch.</summary>
    /// <param name="distribution">What the logits stand for.</param>
    /// <param name="logits">The network's logits now, [B, A].</param>
    /// <param name="values">The network's values now, [B].</param>
    /// <param name="batch">The minibatch.</param>
    /// <param name="options">Clip ranges and weights.</param>
    public static PpoLoss Of(ActionDistribution distribution, Tensor logits, Tensor values, PpoBatch batch, PpoOptions options)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(options);
        var logRatio = distribution.LogProbability(logits, batch.Actions) - batch.LogProbabilities;
        var policy = ClippedObjective(logRatio, options.NormalizeAdvantages ? Normalize(batch.Advantages) : batch.Advantages,
            options.ClipRange);
        var value = ClippedValueLoss(values, batch.Values, batch.Returns, options.ValueClipRange);
        var entropy = distribution.Entropy(logits).mean();
        var total = policy - options.EntropyWeight * entropy + options.ValueWeight * value;
        var cloneKl = batch.CloneLogits is { } clone ? distribution.KlDivergence(logits, clone).mean() : null;
        total = cloneKl is null ? total : total + batch.CloneKl * cloneKl;
        using var _ = no_grad();
        var ratio = logRatio.exp();
        return new PpoLoss(total, policy, value, entropy)
        {
            CloneKl = cloneKl,
            ApproximateKl = (ratio - 1 - logRatio).mean(),
            ClipFraction = ((ratio - 1).abs() > options.ClipRange).to(ScalarType.Float32).mean(),
        };
    }

    /// <summary>
    /// −mean(min(r · A, clip(r, 1 − ε, 1 + ε) · A)), the clipped objective of Schulman et al. (2017) with a minus.
    /// </summary>
    /// <param name="logRatio">ln r: log-probability now minus that of the rollout, [B].</param>
    /// <param name="advantages">A, [B].</param>
    /// <param name="clipRange">ε.</param>
    public static Tensor ClippedObjective(Tensor logRatio, Tensor advantages, double clipRange)
    {
        ArgumentNullException.ThrowIfNull(logRatio);
        var ratio = logRatio.exp();
        return -(ratio * advantages).minimum(ratio.clamp(1 - clipRange, 1 + clipRange) * advantages).mean();
    }

    /// <summary>
    /// Half the mean of the larger of two squared errors: of the values, and of the values clipped to the old ones ± the range.
    /// </summary>
    /// <param name="values">Now, [B].</param>
    /// <param name="oldValues">In the rollout, [B].</param>
    /// <param name="returns">Targets, [B].</param>
    /// <param name="clipRange">In units of the return; null: the values' error alone.</param>
    public static Tensor ClippedValueLoss(Tensor values, Tensor oldValues, Tensor returns, double? clipRange)
    {
        ArgumentNullException.ThrowIfNull(values);
        var squares = (values - returns).square();
        if (clipRange is { } range)
        {
            var clipped = oldValues + (values - oldValues).clamp(-range, range);
            squares = squares.maximum((clipped - returns).square());
        }

        return 0.5 * squares.mean();
    }

    /// <summary>Advantages with mean 0 and deviation 1 (of n − 1, plus 1e-8, as CleanRL has it).</summary>
    /// <param name="advantages">[B].</param>
    public static Tensor Normalize(Tensor advantages)
    {
        ArgumentNullException.ThrowIfNull(advantages);
        return (advantages - advantages.mean()) / (advantages.std() + 1e-8);
    }
}
