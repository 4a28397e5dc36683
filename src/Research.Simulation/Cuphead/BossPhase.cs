namespace Research.Simulation.Cuphead;

/// <summary>The three vegetables of The Root Pack, in the order in which they come up.</summary>
public enum BossKind
{
    /// <summary>On the right; spits clods of earth.</summary>
    Potato,

    /// <summary>Right of the middle; weeps.</summary>
    Onion,

    /// <summary>Above the player, who must aim up; sends homing carrots.</summary>
    Carrot,
}

/// <summary>One phase of a fight: the time in which its boss can be shot at, in seconds.</summary>
/// <param name="Boss">Who.</param>
/// <param name="Start">When it is up.</param>
/// <param name="End">When it is beaten.</param>
public sealed record BossPhase(BossKind Boss, double Start, double End)
{
    /// <summary>The same phase on a clock that is ahead by some seconds.</summary>
    public BossPhase Later(double seconds) => new(Boss, Start + seconds, End + seconds);

    /// <summary>The boss that is up at a time, or was last; before the first phase its boss.</summary>
    public static BossKind BossAt(IReadOnlyList<BossPhase> phases, double t) =>
        phases.LastOrDefault(p => p.Start <= t, phases[0]).Boss;
}
