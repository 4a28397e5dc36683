namespace Research.Simulation.Environments;

/// <summary>Gymnasium's <c>Discrete</c>: one of n choices, numbered from 0.</summary>
/// <param name="Choices">Names of the choices, at least one.</param>
public sealed record DiscreteSpace(IReadOnlyList<string> Choices) : ActionSpace
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => Choices;

    /// <inheritdoc/>
    public override long Count => Choices.Count;

    /// <inheritdoc/>
    public override string ToString() => $"Discrete({Choices.Count})";
}
