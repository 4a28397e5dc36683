namespace Research.Simulation.Environments;

/// <summary>A fight that was played: how it went, and the keys, from which it can be played and shown again.</summary>
/// <param name="Result">How it went.</param>
/// <param name="Keys">Keys of each step, as bits in the order of <see cref="Alignment.ActionSet.Cuphead"/>.</param>
/// <param name="Hits">Hits that the player took, in their order.</param>
public sealed record PlayedFight(FightResult Result, IReadOnlyList<uint> Keys, IReadOnlyList<FightHit> Hits)
{
    /// <summary>What a session of the fight says that was held at each frame; by default the keys themselves.</summary>
    public IReadOnlyList<uint> Labels { get; init; } = Keys;

    /// <summary>Plays one fight to its end.</summary>
    /// <param name="environment">Where.</param>
    /// <param name="player">Who.</param>
    /// <param name="seed">Seed of the fight, and of the player's chance.</param>
    public static PlayedFight Play(BossFightEnvironment environment, IFightPlayer player, int seed)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(player);
        float[] values = new float[BossFightState.Length];
        environment.Reset(seed, []);
        player.Reset(seed);
        var tally = new FightTally(seed);
        while (true)
        {
            uint keys = player.Act(environment.WriteState(values));
            if (tally.Add(keys, environment.Step(keys, [])))
            {
                return tally.Fight;
            }
        }
    }
}
