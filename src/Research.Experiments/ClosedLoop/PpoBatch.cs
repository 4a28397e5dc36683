using static TorchSharp.torch;

namespace Research.Experiments.ClosedLoop;

/// <summary>A minibatch of a rollout: what the policy of the rollout did, and what came of it.</summary>
/// <param name="Actions">int64 [B].</param>
/// <param name="LogProbabilities">Of these actions by the policy that did them, [B].</param>
/// <param name="Values">The critic's values at that time, [B].</param>
/// <param name="Advantages">[B], not normalized.</param>
/// <param name="Returns">[B].</param>
public sealed record PpoBatch(Tensor Actions, Tensor LogProbabilities, Tensor Values, Tensor Advantages, Tensor Returns)
{
    /// <summary>The frozen clone's logits, [B, A]; null: no KL to a clone in the loss.</summary>
    public Tensor? CloneLogits { get; init; }

    /// <summary>Weight of KL(policy ‖ clone).</summary>
    public double CloneKl { get; init; }
}
