namespace Research.Simulation.Cuphead;

/// <summary>A boss as it is seen at one frame.</summary>
/// <param name="Kind">Who.</param>
/// <param name="Emerged">0 under ground to 1 fully up.</param>
/// <param name="Beaten">0 while it fights to 1 when it has sunk again.</param>
/// <param name="Health">1 to 0.</param>
/// <param name="IsFlashing">Hit by a bullet at this frame.</param>
/// <param name="IsSpitting">It has just sent something, threat or decoy.</param>
public sealed record BossView(BossKind Kind, double Emerged, double Beaten, double Health, bool IsFlashing, bool IsSpitting);

/// <summary>A hazard in flight at one frame.</summary>
/// <param name="Hazard">Which.</param>
/// <param name="X">Of its centre.</param>
/// <param name="Height">Of its centre above the ground.</param>
/// <param name="VelocityX">Units a second.</param>
/// <param name="VelocityY">Units a second, upwards.</param>
public readonly record struct HazardView(Hazard Hazard, double X, double Height, double VelocityX, double VelocityY);

/// <summary>What is left of a hazard that came to the ground.</summary>
/// <param name="X">Where.</param>
/// <param name="Boss">Whose it was.</param>
/// <param name="Share">0 fresh to 1 gone.</param>
public readonly record struct Burst(double X, BossKind Boss, double Share);

/// <summary>A bullet of the player's.</summary>
/// <param name="X">From the left of the picture.</param>
/// <param name="Height">Above the ground.</param>
/// <param name="DirectionX">Of its flight, a unit vector.</param>
/// <param name="DirectionY">Of its flight, upwards.</param>
/// <param name="Hits">It is at the boss.</param>
public readonly record struct Bullet(double X, double Height, double DirectionX, double DirectionY, bool Hits);

/// <summary>What is written across the picture.</summary>
public enum Banner
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Before a fight.</summary>
    Ready,

    /// <summary>After the last boss.</summary>
    Knockout,
}

/// <summary>What a fight's arena shows at one frame.</summary>
/// <param name="Player">The player.</param>
/// <param name="Boss">The boss, where one is up.</param>
/// <param name="Hazards">Threats and decoys in flight.</param>
/// <param name="Bursts">What lies on the ground.</param>
/// <param name="Bullets">The player's bullets.</param>
/// <param name="Lives">Cards left, of three.</param>
/// <param name="IsHurt">He was hit within the last second.</param>
/// <param name="Banner">What is written across.</param>
/// <param name="BannerSeconds">For how long.</param>
public sealed record ArenaView(
    PlayerState Player, BossView? Boss, IReadOnlyList<HazardView> Hazards, IReadOnlyList<Burst> Bursts,
        IReadOnlyList<Bullet> Bullets,
    int Lives, bool IsHurt, Banner Banner, double BannerSeconds);

/// <summary>Everything that one frame of the video shows.</summary>
/// <param name="Index">Frame of the session.</param>
/// <param name="Time">Seconds since the first frame.</param>
/// <param name="Arena">The fight, or null where the map is on screen.</param>
/// <param name="Token">The player's token on the map.</param>
/// <param name="FightsDone">Fights ended so far.</param>
/// <param name="Iris">How far the picture is open, 1 but for the moments in which arena and map change.</param>
public sealed record SceneFrame(int Index, double Time, ArenaView? Arena, MapToken Token, int FightsDone, double Iris);
