using static TorchSharp.torch;

namespace Research.Experiments.ClosedLoop;

/// <summary>A network that chooses actions and judges positions, from the same features.</summary>
/// <param name="name">Name of the module.</param>
public abstract class ActorCritic(string name) : nn.Module<Tensor, (Tensor Logits, Tensor Values)>(name)
{
    /// <summary>
    /// The actor's logits and the critic's values. A logit belongs to a key, held by its own probability, or to a choice, of
    /// which one is made by the softmax.
    /// </summary>
    /// <param name="observations">uint8 [B, …], as the environments give them.</param>
    /// <returns>Logits [B, A] and values [B].</returns>
    public abstract override (Tensor Logits, Tensor Values) forward(Tensor observations);
}
