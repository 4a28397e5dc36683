namespace Research.Simulation.Cuphead;

/// <summary>What comes at the player, and so what it takes to get out of the way.</summary>
public enum HazardKind
{
    /// <summary>A low, slow projectile: answered with a jump.</summary>
    Low,

    /// <summary>A fast and wide one, too long to jump over: answered with a dash.</summary>
    Sweep,

    /// <summary>Something that falls or homes in from one side: answered with a step to the other, and often one back.</summary>
    Falling,
}

/// <summary>Something that asks for a key: when it comes into view and when it would hit, not yet where it flies.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Appears">When it comes into view, in seconds.</param>
/// <param name="Arrives">When it hits a player who does nothing, in the same seconds.</param>
/// <param name="Side">+1: it comes from the right, and the player goes left; −1: from the left.</param>
public sealed record Threat(HazardKind Kind, double Appears, double Arrives, int Side)
{
    /// <summary>The action that gets the player out of its way.</summary>
    public string Answer => Kind switch
    {
        HazardKind.Low => "JUMP",
        HazardKind.Sweep => "DASH",
        _ => Side > 0 ? "LEFT" : "RIGHT",
    };

    /// <summary>The same threat on a clock that is ahead by some seconds.</summary>
    public Threat Later(double seconds) => this with { Appears = Appears + seconds, Arrives = Arrives + seconds };
}
