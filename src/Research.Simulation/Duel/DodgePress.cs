namespace Research.Simulation.Duel;

/// <summary>Why the player pressed.</summary>
public enum DodgeCause
{
    /// <summary>He timed it.</summary>
    Timed,

    /// <summary>He could not wait: on sight of the wind-up.</summary>
    Early,

    /// <summary>He meant to time it and was late.</summary>
    Late,

    /// <summary>For nothing.</summary>
    Panic,
}

/// <summary>A press of the dodge key.</summary>
/// <param name="Down">When the key goes down, seconds from the start of the episode.</param>
/// <param name="Up">When it comes up.</param>
/// <param name="Cause">Why.</param>
/// <param name="Answers">The wind-up that it answers; null for panic.</param>
public sealed record DodgePress(double Down, double Up, DodgeCause Cause, BossAttack? Answers)
{
    /// <summary>How long the roll takes, seconds.</summary>
    public const double RollSeconds = 0.55;

    /// <summary>How long from its beginning nothing hits him, seconds.</summary>
    public const double SafeSeconds = 0.35;

    /// <summary>What a roll costs, of 100.</summary>
    public const double Stamina = 20;

    /// <summary>Stamina that comes back in a second.</summary>
    public const double StaminaPerSecond = 25;

    /// <summary>The shortest reaction time, seconds.</summary>
    public const double LeastReaction = 0.18;

    /// <summary>The player's presses in an episode, in order; datasets/README.md, rules 4 and 5.</summary>
    /// <param name="attacks">What the boss does.</param>
    /// <param name="seconds">Length of the episode.</param>
    /// <param name="random">Source of chance.</param>
    internal static IReadOnlyList<DodgePress> Draw(IReadOnlyList<BossAttack> attacks, double seconds, Random random)
    {
        var wanted = new List<DodgePress>();
        foreach (var attack in attacks)
        {
            // Every draw is made, used or not: what one attack comes to does not move the next one's luck.
            bool attends = random.NextDouble() < 0.88;
            double sight = attack.Start + Distributions.LogNormal(random, 0.30, 0.20, LeastReaction, 0.70);
            double timed = Math.Max(sight, attack.Lands - Distributions.Normal(random, 0.22, 0.07, 0.05, 0.45));
            double mood = random.NextDouble(), late = 0.10 + 0.20 * random.NextDouble(), held = Held(random);
            var (down, cause) = mood < 0.2 ? (sight, DodgeCause.Early) : mood < 0.3 ? (timed + late, DodgeCause.Late)
                : (timed, DodgeCause.Timed);
            if (attends && (attack.CalledOff is not { } off || down <= off))
            {
                wanted.Add(new DodgePress(down, down + held, cause, attack));
            }
        }

        for (double t = Distributions.Exponential(random, 30); t < seconds; t += Distributions.Exponential(random, 30))
        {
            wanted.Add(new DodgePress(t, t + Held(random), DodgeCause.Panic, null));
        }

        return [.. Possible(wanted.OrderBy(p => p.Down), seconds)];
    }

    private static double Held(Random random) => Distributions.LogNormal(random, 0.12, 0.25, 0.06, 0.30);

    /// <summary>Nobody rolls while he rolls, or out of breath.</summary>
    private static IEnumerable<DodgePress> Possible(IEnumerable<DodgePress> wanted, double seconds)
    {
        double stamina = 100, last = double.NegativeInfinity;
        foreach (var press in wanted)
        {
            double breath = double.IsInfinity(last) ? 100 : Math.Min(100, stamina + StaminaPerSecond * (press.Down - last));
            if (press.Down >= last + RollSeconds && breath >= Stamina && press.Up < seconds)
            {
                (stamina, last) = (breath - Stamina, press.Down);
                yield return press;
            }
        }
    }
}
