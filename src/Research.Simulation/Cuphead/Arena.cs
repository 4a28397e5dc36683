namespace Research.Simulation.Cuphead;

/// <summary>
/// The stage of a fight in its own units, 1280 wide and 720 high; x runs to the right, heights are above the ground.
/// </summary>
public static class Arena
{
    /// <summary>Width of the picture.</summary>
    public const double Width = 1280;

    /// <summary>Height of the picture.</summary>
    public const double Height = 720;

    /// <summary>Where the ground is, from the top of the picture.</summary>
    public const double GroundY = 612;

    /// <summary>Where the player stands when a fight begins.</summary>
    public const double StartX = 300;

    /// <summary>The furthest the player gets to the left.</summary>
    public const double LeftBound = 70;

    /// <summary>Seconds for which the arena is on screen before a fight begins, and its boss already spits.</summary>
    public const double IntroSeconds = 2.0;

    /// <summary>Seconds for which it stays after the end.</summary>
    public const double OutroSeconds = 1.5;

    /// <summary>The furthest the player gets to the right: the vegetables of the first two phases stand in the way.</summary>
    public static double RightBound(BossKind boss) => boss == BossKind.Carrot ? 1210 : 760;

    /// <summary>Where a boss's mouth is.</summary>
    public static (double X, double Height) Mouth(BossKind boss) => boss switch
    {
        BossKind.Potato => (945, 165),
        BossKind.Onion => (910, 190),
        _ => (640, 400),
    };
}
