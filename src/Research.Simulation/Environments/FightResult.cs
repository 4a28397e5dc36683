namespace Research.Simulation.Environments;

/// <summary>How a fight went.</summary>
/// <param name="Seed">Of the fight.</param>
/// <param name="IsKnockout">The boss was beaten.</param>
/// <param name="Seconds">Until the knock-out, the last heart or the limit.</param>
/// <param name="Hits">Hits that the player took, 0 to 3.</param>
/// <param name="Damage">Bullets that reached the boss, 0 to 900.</param>
/// <param name="Presses">Keys that went down.</param>
public sealed record FightResult(int Seed, bool IsKnockout, double Seconds, int Hits, int Damage, int Presses)
{
    /// <summary>Plays one fight to its end.</summary>
    /// <param name="environment">Where.</param>
    /// <param name="player">Who.</param>
    /// <param name="seed">Seed of the fight, and of the player's chance.</param>
    /// <param name="chosen">Called with the keys of each step, before the step.</param>
    public static FightResult Play(BossFightEnvironment environment, IFightPlayer player, int seed, Action<uint>? chosen = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(player);
        float[] values = new float[BossFightState.Length];
        environment.Reset(seed, []);
        player.Reset(seed);
        int hits = 0, damage = 0, presses = 0;
        uint last = 0;
        while (true)
        {
            uint keys = player.Act(environment.WriteState(values));
            presses += System.Numerics.BitOperations.PopCount(keys & ~last);
            last = keys;
            chosen?.Invoke(keys);
            var step = environment.Step(keys, []);
            damage += (int)step.Info["damage"];
            hits += step.Info.TryGetValue("hit", out _) ? 1 : 0;
            if (step.IsDone)
            {
                return new FightResult(seed, step.Info["knockout"] > 0, step.Info["time"], hits, damage, presses);
            }
        }
    }
}
