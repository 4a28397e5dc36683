using Research.Experiments.ClosedLoop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ClosedLoop;

/// <summary>A hidden layer of ReLUs on the pixels, shared or one for each of actor and critic.</summary>
internal sealed class SmallActorCritic : ActorCritic
{
    private readonly Linear _features, _actor, _critic;
    private readonly Linear? _criticFeatures;

    public SmallActorCritic(int pixels, int actions, bool sharesFeatures = true, int hidden = 32)
        : base(nameof(SmallActorCritic))
    {
        _features = Orthogonal(pixels, hidden, Math.Sqrt(2));
        _criticFeatures = sharesFeatures ? null : Orthogonal(pixels, hidden, Math.Sqrt(2));
        _actor = Orthogonal(hidden, actions, 0.01);
        _critic = Orthogonal(hidden, 1, 1);
        RegisterComponents();
    }

    public override (Tensor Logits, Tensor Values) forward(Tensor observations)
    {
        var pixels = observations.flatten(1).to(ScalarType.Float32) / 255;
        var features = _features.call(pixels).relu();
        var judged = _criticFeatures?.call(pixels).relu() ?? features;
        return (_actor.call(features), _critic.call(judged).squeeze(-1));
    }

    /// <summary>A layer that begins as PPO's do: orthogonal weights times a gain, biases 0.</summary>
    private static Linear Orthogonal(int inputs, int outputs, double gain)
    {
        var layer = nn.Linear(inputs, outputs);
        nn.init.orthogonal_(layer.weight, gain);
        nn.init.zeros_(layer.bias!);
        return layer;
    }
}
