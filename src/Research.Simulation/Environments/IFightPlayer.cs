namespace Research.Simulation.Environments;

/// <summary>Plays boss fights by the state vector. The same seed and states give the same keys.</summary>
public interface IFightPlayer
{
    /// <summary>Name for tables and files.</summary>
    string Name { get; }

    /// <summary>Forgets the last fight.</summary>
    /// <param name="seed">Seed of the player's own chance.</param>
    void Reset(int seed);

    /// <summary>Chooses the keys of the next step.</summary>
    /// <param name="state">The fight now.</param>
    /// <returns>Bits in the order of <see cref="Alignment.ActionSet.Cuphead"/>.</returns>
    uint Act(BossFightState state);
}
