using Research.Experiments.BehaviorCloning;
using static TorchSharp.torch;

namespace Research.Experiments.ClosedLoop;

/// <summary>
/// The boss fight's actor and critic. The actor is the clone's network; the critic has features of its own, with half the
/// channels, so that it can learn before the actor moves.
/// </summary>
public sealed class FightActorCritic : ActorCritic
{
    private readonly FrameStackNetwork actor, critic;

    /// <summary>A network for stacks of a size.</summary>
    /// <param name="actions">Number of keys, at least 1.</param>
    /// <param name="stack">Planes of a stack, one for each frame, their height and their width.</param>
    public FightActorCritic(int actions, (int Planes, int Height, int Width) stack)
        : base(nameof(FightActorCritic))
    {
        actor = new FrameStackNetwork(actions, stack);
        critic = new FrameStackNetwork(1, stack, width: 16, gain: 1);
        RegisterComponents();
    }

    /// <summary>What plays.</summary>
    internal FrameStackNetwork Actor => actor;

    /// <summary>A network whose actor has the weights of a clone.</summary>
    /// <param name="clone">The clone.</param>
    public static FightActorCritic Of(FrameStackPolicy clone)
    {
        ArgumentNullException.ThrowIfNull(clone);
        var network = new FightActorCritic(clone.Network.Outputs, clone.Network.Stack);
        network.actor.load_state_dict(clone.Network.state_dict());
        return network;
    }

    /// <inheritdoc/>
    public override (Tensor Logits, Tensor Values) forward(Tensor observations) =>
        (actor.call(observations), critic.call(observations).squeeze(-1));
}
