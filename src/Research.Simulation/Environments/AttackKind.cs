namespace Research.Simulation.Environments;

/// <summary>What a boss can send.</summary>
public enum AttackKind
{
    /// <summary>A low projectile along the ground: to be jumped over.</summary>
    Low,

    /// <summary>It looks like a low one and flies over the player's head.</summary>
    LowOver,

    /// <summary>It looks like a low one and falls to the ground on the far side of the arena.</summary>
    LowShort,

    /// <summary>A wide gust along the ground, too long for one jump: to be dashed through.</summary>
    Sweep,

    /// <summary>It looks like a gust and flies over the player's head.</summary>
    SweepOver,

    /// <summary>It looks like a gust, stops far from the middle, and draws back.</summary>
    SweepBack,

    /// <summary>
    /// Several things that fall at places with gaps between them: the player steps into a gap, if he is not in one.
    /// </summary>
    Volley,
}
