namespace Research.Simulation.Environments;

/// <summary>Holds SHOOT from the first step to the last, and nothing else.</summary>
public sealed class AlwaysShoot : IFightPlayer
{
    /// <inheritdoc/>
    public string Name => "always SHOOT";

    /// <inheritdoc/>
    public void Reset(int seed)
    {
    }

    /// <inheritdoc/>
    public uint Act(BossFightState state) => 1u << FightKeys.Shoot;
}
