using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Parameters that share options.</summary>
public class ParamGroup : ILearningRateController
{
    /// <summary>The parameters.</summary>
    public IEnumerable<Parameter> Parameters { get; set; } = [];

    /// <summary>The options; null until the group is added to an optimizer, unless it brought its own.</summary>
    public OptimizerOptions Options { get; set; } = null!;

    /// <inheritdoc/>
    public double LearningRate
    {
        get => Options.LearningRate!.Value;
        set => Options.LearningRate = value;
    }

    /// <inheritdoc/>
    public double InitialLearningRate
    {
        get => Options.InitialLearningRate;
        set => Options.InitialLearningRate = value;
    }
}

/// <summary>Parameters that share the options of one optimizer.</summary>
public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    /// <summary>An empty group.</summary>
    public ParamGroup() { }

    /// <summary>A group; what its options leave null is taken from the optimizer.</summary>
    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        base.Options = options!;
    }

    /// <summary>The options.</summary>
    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}
