namespace Research.Simulation.Environments;

/// <summary>
/// Gymnasium's wrapper of this name: an observation is the last K observations, the oldest first. At a reset the first
/// observation stands K times.
/// </summary>
/// <remarks>Gymnasium's default <c>padding_type="reset"</c>.</remarks>
public sealed class FrameStackObservation : EnvironmentWrapper
{
    private readonly byte[] _stack;
    private readonly int _size;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="stackSize">Observations in a stack, K, at least 1.</param>
    public FrameStackObservation(IEnvironment inner, int stackSize)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stackSize, 1);
        _size = inner.ObservationSpace.Size;
        ObservationSpace = new BoxSpace([stackSize, .. inner.ObservationSpace.Shape]);
        _stack = new byte[ObservationSpace.Size];
    }

    /// <summary>[K, …].</summary>
    public override BoxSpace ObservationSpace { get; }

    /// <inheritdoc/>
    public override StepInfo Reset(int? seed, Span<byte> observation)
    {
        var last = _stack.AsSpan(_stack.Length - _size);
        var info = base.Reset(seed, last);
        for (int at = 0; at < _stack.Length - _size; at += _size)
        {
            last.CopyTo(_stack.AsSpan(at));
        }

        Write(observation);
        return info;
    }

    /// <inheritdoc/>
    public override StepResult Step(uint action, Span<byte> observation)
    {
        _stack.AsSpan(_size).CopyTo(_stack);
        var step = base.Step(action, _stack.AsSpan(_stack.Length - _size));
        Write(observation);
        return step;
    }

    private void Write(Span<byte> observation)
    {
        if (!observation.IsEmpty)
        {
            _stack.CopyTo(ObservationSpace.Slice(observation));
        }
    }
}
