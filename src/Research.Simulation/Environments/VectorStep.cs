namespace Research.Simulation.Environments;

/// <summary>What a step of all lanes returns beside the observations; overwritten by the next one.</summary>
/// <param name="rewards">[N].</param>
/// <param name="terminations">[N].</param>
/// <param name="truncations">[N].</param>
/// <param name="info">Numbers by name.</param>
public readonly ref struct VectorStep(
    ReadOnlySpan<float> rewards, ReadOnlySpan<bool> terminations, ReadOnlySpan<bool> truncations, VectorInfo info)
{
    /// <summary>Rewards, [N].</summary>
    public ReadOnlySpan<float> Rewards { get; } = rewards;

    /// <summary>Lanes whose episode came to an end of the game with this step, [N].</summary>
    public ReadOnlySpan<bool> Terminations { get; } = terminations;

    /// <summary>Lanes whose episode was cut by a limit with this step, [N].</summary>
    public ReadOnlySpan<bool> Truncations { get; } = truncations;

    /// <summary>Numbers by name, with masks of the lanes that have them.</summary>
    public VectorInfo Info { get; } = info;
}
