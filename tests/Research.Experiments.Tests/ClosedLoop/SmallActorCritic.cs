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
        _features = nn.Linear(pixels, hidden).Orthogonal(PpoInitialization.HiddenGain);
        _criticFeatures = sharesFeatures ? null : nn.Linear(pixels, hidden).Orthogonal(PpoInitialization.HiddenGain);
        _actor = nn.Linear(hidden, actions).Orthogonal(PpoInitialization.ActorGain);
        _critic = nn.Linear(hidden, 1).Orthogonal(PpoInitialization.CriticGain);
        RegisterComponents();
    }

    public override (Tensor Logits, Tensor Values) forward(Tensor observations)
    {
        var pixels = observations.flatten(1).to(ScalarType.Float32) / 255;
        var features = _features.call(pixels).relu();
        var judged = _criticFeatures?.call(pixels).relu() ?? features;
        return (_actor.call(features), _critic.call(judged).squeeze(-1));
    }
}
