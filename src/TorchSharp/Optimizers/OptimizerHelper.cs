using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What the optimizers share: parameter groups, their options, and the state of each parameter.</summary>
public abstract class OptimizerHelper : Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);

    private protected OptimizerHelper(OptimizerOptions defaults) => _defaults = defaults;

    /// <summary>The options of groups that name none.</summary>
    protected OptimizerOptions _defaults { get; }

    /// <summary>A copy of the references to all options and states; loading them elsewhere copies the numbers.</summary>
    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        dictionary.Options.AddRange(_parameter_groups.Select(group => group.Options));
        dictionary.State.AddRange(parameters().Select(parameter => states[parameter]));
        return dictionary;
    }

    /// <summary>Takes over the options and states of an optimizer over parameters of the same shapes, in the same groups.</summary>
    /// <exception cref="ArgumentException">Where the numbers of groups or parameters, or the kinds of optimizer, differ.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        CheckCounts(own, state_dict.Options.Count, state_dict.State.Count);
        foreach (var (options, source) in own.Options.Zip(state_dict.Options))
            options.LoadStateDict(source);
        foreach (var (state, source) in own.State.Zip(state_dict.State))
            state.LoadStateDict(source);
    }

    /// <summary>Writes all options and states to a file.</summary>
    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    /// <summary>Writes all options and states.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        var own = state_dict();
        writer.Write(GetType().Name);
        writer.Write7BitEncodedInt(own.Options.Count);
        writer.Write7BitEncodedInt(own.State.Count);
        foreach (var options in own.Options)
            options.SaveStateDict(writer);
        foreach (var state in own.State)
            state.SaveStateDict(writer);
    }

    /// <summary>Reads all options and states from a file.</summary>
    /// <exception cref="InvalidDataException">Where it was written by another kind of optimizer or for other parameters.</exception>
    /// <exception cref="ArgumentException">Where the numbers of groups or parameters differ.</exception>
    /// <exception cref="EndOfStreamException">Where it is cut off.</exception>
    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <inheritdoc cref="load_state_dict(string)"/>
    public void load_state_dict(BinaryReader reader)
    {
        var kind = reader.ReadString();
        if (kind != GetType().Name)
            throw new InvalidDataException($"Mismatched optimizer type: expected '{GetType().Name}', but found '{kind}' in the loaded stream.");
        var own = state_dict();
        CheckCounts(own, reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        foreach (var options in own.Options)
            options.LoadStateDict(reader);
        foreach (var state in own.State)
            state.LoadStateDict(reader);
    }

    /// <summary>Moves all states to a device, where the parameters are.</summary>
    public void to(Device device)
    {
        foreach (var state in states.Values)
            state.to(device);
    }

    /// <inheritdoc/>
    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        param_group.Options ??= NewOptions();
        if (param_group.Options.GetType() != _defaults.GetType())
            throw new ArgumentException($"{param_group.Options.GetType()} are no options of {GetType().Name}.", nameof(param_group));
        param_group.Parameters = [.. param_group.Parameters];
        if (param_group.Parameters.FirstOrDefault(states.ContainsKey) is { } twice)
            throw new ArgumentException($"A parameter of shape [{string.Join(", ", twice.shape)}] is in another group already.", nameof(param_group));
        param_group.Options.FillFrom(_defaults);
        _parameter_groups.Add(param_group);
        foreach (var parameter in param_group.Parameters)
            states[parameter] = NewState(parameter, param_group.Options);
    }

    /// <summary>Options that are all null.</summary>
    private protected abstract OptimizerOptions NewOptions();

    /// <summary>The state of a parameter before the first step.</summary>
    private protected abstract OptimizerState NewState(Parameter parameter, OptimizerOptions options);

    /// <summary>The state of a parameter.</summary>
    private protected OptimizerState StateOf(Parameter parameter) => states[parameter];

    /// <summary>Runs the closure with recording on, then the update of each group with recording off.</summary>
    /// <returns>What the closure returned; null without one.</returns>
    protected Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null) where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using var recording = enable_grad();
            loss = loss_closure();
        }
        using var unrecorded = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in _parameter_groups)
            body((T)group);
        return loss;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var state in states.Values)
                state.Release();
        }
        base.Dispose(disposing);
    }

    private static void CheckCounts(StateDictionary own, int groups, int parameters)
    {
        if (groups != own.Options.Count)
            throw new ArgumentException($"Invalid optimizer state -- different number of parameter groups: {groups}, not {own.Options.Count}.");
        if (parameters != own.State.Count)
            throw new ArgumentException($"Invalid optimizer state -- different number of states: {parameters}, not {own.State.Count}.");
    }
}
