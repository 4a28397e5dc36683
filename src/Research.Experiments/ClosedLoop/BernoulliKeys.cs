using Research.Simulation.Environments;
using static TorchSharp.torch;

namespace Research.Experiments.ClosedLoop;

/// <summary>
/// Keys that are held independently of each other, each with the probability σ(logit). Bit i of an action is key i.
/// </summary>
/// <param name="keys">Number of keys, A, from 1 to 32.</param>
internal sealed class BernoulliKeys(int keys) : ActionDistribution
{
    public override int LogitCount { get; } = keys;

    public override Tensor LogProbability(Tensor logits, Tensor actions)
    {
        // ln σ(x) = x − softplus(x), ln (1 − σ(x)) = −softplus(x)
        var held = Bits(actions).to(logits.dtype);
        return (held * logits - nn.functional.softplus(logits)).sum(-1L);
    }

    public override Tensor Entropy(Tensor logits) => (nn.functional.softplus(logits) - logits * logits.sigmoid()).sum(-1L);

    public override Tensor KlDivergence(Tensor logits, Tensor others) =>
        (logits.sigmoid() * (logits - others) - nn.functional.softplus(logits) + nn.functional.softplus(others)).sum(-1L);

    public override uint Mode(ReadOnlySpan<float> logits)
    {
        uint action = 0;
        for (int key = 0; key < LogitCount; key++)
        {
            action |= logits[key] >= 0 ? 1u << key : 0;
        }

        return action;
    }

    internal override uint Sample(ReadOnlySpan<float> logits, ref SeededStream stream)
    {
        uint action = 0;
        for (int key = 0; key < LogitCount; key++)
        {
            action |= stream.Chance(1 / (1 + Math.Exp(-logits[key]))) ? 1u << key : 0;
        }

        return action;
    }

    /// <summary>Which keys bit masks hold: int64 [B] to [B, A] of 0 and 1.</summary>
    private Tensor Bits(Tensor actions)
    {
        var places = arange(LogitCount, dtype: ScalarType.Int64, device: actions.device);
        return actions.unsqueeze(-1).bitwise_right_shift(places).bitwise_and(ones_like(places));
    }
}
