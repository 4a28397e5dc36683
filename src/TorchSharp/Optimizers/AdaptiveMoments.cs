using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What Adam and AdamW share: the averages of the gradient and of its square, and the step made from them.</summary>
public abstract partial class AdaptiveMoments : OptimizerHelper, IBetas
{
    private protected AdaptiveMoments(Options defaults) : base(defaults)
    {
        if (!(defaults.LearningRate >= 0))
            throw new ArgumentException($"Invalid learning rate: {defaults.LearningRate}");
        if (!(defaults.eps >= 0))
            throw new ArgumentException($"Invalid ε: {defaults.eps}");
        if (!(defaults.beta1 is >= 0 and < 1))
            throw new ArgumentException($"Invalid beta1: {defaults.beta1}");
        if (!(defaults.beta2 is >= 0 and < 1))
            throw new ArgumentException($"Invalid beta2: {defaults.beta2}");
        if (!(defaults.weight_decay >= 0))
            throw new ArgumentException($"Invalid weight_decay value: {defaults.weight_decay}");
    }

    /// <inheritdoc/>
    public (double, double) Betas
    {
        get => (((Options)_defaults).beta1!.Value, ((Options)_defaults).beta2!.Value);
        set => (((Options)_defaults).beta1, ((Options)_defaults).beta2) = value;
    }

    /// <summary>Whether weight decay shrinks the parameter, rather than being added to its gradient.</summary>
    private protected abstract bool DecaysWeightsDirectly { get; }

    /// <inheritdoc/>
    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Update, closure);

    private protected override OptimizerOptions NewOptions() => new Options();

    private protected override OptimizerState NewState(Parameter parameter, OptimizerOptions options) =>
        new State(parameter, ((Options)options).amsgrad!.Value);

    private void Update(ParamGroup group)
    {
        foreach (var parameter in group.Parameters)
        {
            if (parameter.grad is not { } gradient)
                continue;
            var state = (State)StateOf(parameter);
            state.step++;
            var step = new AdamStep(group.Options, state.step, DecaysWeightsDirectly);
            if (!step.TryFused(parameter, gradient, state))
                step.ByOperators(parameter, gradient, state);
        }
    }
}
