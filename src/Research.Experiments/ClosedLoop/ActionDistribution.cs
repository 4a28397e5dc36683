using Research.Simulation.Environments;
using static TorchSharp.torch;

namespace Research.Experiments.ClosedLoop;

/// <summary>
/// The distribution over actions that a network's logits stand for: <see cref="BernoulliKeys"/> for keys that are held or not,
/// <see cref="CategoricalChoice"/> for one choice of several. Every tensor method can be differentiated by the logits.
/// </summary>
public abstract class ActionDistribution
{
    /// <summary>Number of logits, A: one for each key, or for each choice.</summary>
    public abstract int LogitCount { get; }

    /// <summary>The distribution of a space.</summary>
    /// <param name="space">A <see cref="MultiBinarySpace"/> or a <see cref="DiscreteSpace"/>.</param>
    /// <exception cref="NotSupportedException">It is neither.</exception>
    public static ActionDistribution Of(ActionSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return space switch
        {
            MultiBinarySpace keys => new BernoulliKeys(keys.Names.Count),
            DiscreteSpace choices => new CategoricalChoice(choices.Names.Count),
            _ => throw new NotSupportedException($"Found the action space {space}; expected MultiBinary or Discrete."),
        };
    }

    /// <summary>Log-probability of actions, in nats.</summary>
    /// <param name="logits">[B, A].</param>
    /// <param name="actions">int64 [B]: bit masks of keys, or numbers of choices.</param>
    /// <returns>[B].</returns>
    public abstract Tensor LogProbability(Tensor logits, Tensor actions);

    /// <summary>Entropy, in nats.</summary>
    /// <param name="logits">[B, A].</param>
    /// <returns>[B].</returns>
    public abstract Tensor Entropy(Tensor logits);

    /// <summary>KL(p ‖ q), in nats: exact, not an estimate from actions.</summary>
    /// <param name="logits">Logits of p, [B, A].</param>
    /// <param name="others">Logits of q, [B, A].</param>
    /// <returns>[B].</returns>
    public abstract Tensor KlDivergence(Tensor logits, Tensor others);

    /// <summary>Most probable action of a row of logits; of equal ones the first. A key is held from logit 0.</summary>
    /// <param name="logits">[A].</param>
    public abstract uint Mode(ReadOnlySpan<float> logits);

    /// <summary>Draws an action.</summary>
    /// <param name="logits">[A].</param>
    /// <param name="stream">Source of chance; a key takes one number of it, and so does a choice.</param>
    internal abstract uint Sample(ReadOnlySpan<float> logits, ref SeededStream stream);
}
