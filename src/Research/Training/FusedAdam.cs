using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Training;

/// <summary>
/// Adam (Kingma and Ba 2015) with the package's numbers, state and files, but in one pass over memory: see
/// <see cref="AdamPass"/>.
/// </summary>
/// <remarks>
/// What the pass cannot do is left to the package's optimizer: other devices, other types than float32, parameters that are not
/// in one piece, AMSGrad and maximization. Autograd does not notice the update (the version of a parameter's tensor stays), so a
/// graph made before a step must not be used after it.
/// </remarks>
public sealed class FusedAdam : Adam, IFusedOptimizer
{
    private readonly AdamPass _pass = new();

    /// <summary>An optimizer of parameters that all have the same options. Decays β are 0.9 and 0.999, as in PyTorch.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="learningRate">At least 0.</param>
    /// <param name="epsilon">Added to the square root; at least 0.</param>
    /// <param name="weightDecay">Times the parameter, added to its gradient (L2 penalty); at least 0.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public FusedAdam(
        IEnumerable<Parameter> parameters, double learningRate = 1e-3, double epsilon = 1e-8, double weightDecay = 0)
        : base([.. parameters], learningRate, beta1: 0.9, beta2: 0.999, epsilon, weightDecay)
    {
    }

    /// <summary>An optimizer of groups of parameters.</summary>
    /// <param name="groups">Parameters, with options of their own; those that are missing are PyTorch's defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public FusedAdam(IEnumerable<ParamGroup> groups) : base(groups)
    {
    }

    /// <inheritdoc/>
    public double? MaxGradNorm { get; set; }

    /// <summary>
    /// Drops the gradients of all parameters: the next backward pass then writes them, and need not add to zeros.
    /// </summary>
    public override void zero_grad() => AdamPass.DropGradients(parameters());

    /// <summary>Updates all parameters that have a gradient.</summary>
    /// <param name="closure">Computes the loss and the gradients first; null: the gradients are there.</param>
    /// <returns>The closure's loss; null without one.</returns>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        var loss = closure?.Invoke();
        if (!_pass.TryUpdate(_parameter_groups, HasKnownOptions, Add, MaxGradNorm))
        {
            base.step();
        }

        return loss;
    }

    private static bool HasKnownOptions(TorchSharp.Modules.ParamGroup group) =>
        group.Options is Options { amsgrad: not true, maximize: not true };

    private void Add(TorchSharp.Modules.ParamGroup group)
    {
        var options = (Options)group.Options;
        _pass.AddGroup(group.Parameters, Advance, step => new AdamFactors(
            options.beta1!.Value, options.beta2!.Value, options.LearningRate!.Value, options.eps!.Value, step)
        {
            Penalty = (float)options.weight_decay!.Value,
        });

        (long Step, Tensor Mean, Tensor Square) Advance(Parameter parameter)
        {
            var state = (State)_state[parameter.Handle];
            state.step++;
            return (state.step, state.exp_avg, state.exp_avg_sq);
        }
    }
}
