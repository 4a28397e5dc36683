using Research.Alignment;

namespace Research.Simulation.Environments;

/// <summary>
/// Gymnasium's <c>MultiBinary</c>: keys that are held or not. Bit i of an action is key i, as in <see cref="ActionTimeline"/>.
/// </summary>
/// <param name="Actions">The keys in their order.</param>
public sealed record MultiBinarySpace(ActionSet Actions) : ActionSpace
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => Actions.Names;

    /// <inheritdoc/>
    public override long Count => 1L << Actions.Count;

    /// <inheritdoc/>
    public override string ToString() => $"MultiBinary({Actions.Count})";
}
