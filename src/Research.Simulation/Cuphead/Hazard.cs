namespace Research.Simulation.Cuphead;

/// <summary>What comes at the player, and so what it takes to get out of the way.</summary>
public enum HazardKind
{
    /// <summary>A low, slow projectile: answered with a jump.</summary>
    Low,

    /// <summary>A fast and wide one, too long to jump over: answered with a dash.</summary>
    Sweep,

    /// <summary>Something that falls onto the player: answered with a step to the left or right, and often one back.</summary>
    Falling,

    /// <summary>A decoy: it flies past and needs no key.</summary>
    Decoy,
}

/// <summary>One threat of a fight.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Appears">When it comes into view, in seconds from the start of the fight.</param>
/// <param name="Arrives">When it hits a player who does nothing, in the same seconds.</param>
public sealed record Hazard(HazardKind Kind, double Appears, double Arrives);
