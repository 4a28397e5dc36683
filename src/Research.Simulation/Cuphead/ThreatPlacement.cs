namespace Research.Simulation.Cuphead;

/// <summary>Gives threats their paths, so that each would hit a player who did nothing.</summary>
internal static class ThreatPlacement
{
    private const int Tries = 12;

    /// <summary>A path for a threat.</summary>
    /// <param name="threat">When it comes into view, when it hits, and from which side it falls.</param>
    /// <param name="boss">Whose it is.</param>
    /// <param name="player">Where the player goes.</param>
    /// <param name="answered">When the key goes down that it asks for; null where the player does not answer it.</param>
    /// <param name="random">Source of chance.</param>
    public static Hazard Place(Threat threat, BossKind boss, PlayerPath player, double? answered, Random random)
    {
        Hazard hazard;
        int tries = 0;
        do
        {
            hazard = threat.Kind switch
            {
                HazardKind.Low => Low(threat, boss, player.At(threat.Arrives).X, random),
                HazardKind.Sweep => Sweep(threat, boss, player.At(answered ?? threat.Arrives), random),
                _ => Falling(threat, boss, player.At(answered ?? threat.Arrives).X + threat.Side * Aside(tries, random), random),
            };
        }
        while (answered is not null && ++tries < Tries && player.FirstHit(hazard) is not null);

        return hazard;
    }

    private static Hazard Low(Threat threat, BossKind boss, double x, Random random) =>
        HazardFlight.Along(
            threat.Kind, boss, false, threat.Appears, threat.Arrives, x, 30 + 14 * random.NextDouble(),
                HazardFlight.FromRight(boss, x, random), random);

    /// <summary>It comes at his face, unless that is too near an edge: he dashes into its front, and out behind it.</summary>
    private static Hazard Sweep(Threat threat, BossKind boss, PlayerState player, Random random)
    {
        const double Front = 128, Least = 250;
        bool fromRight = player.Facing > 0 ? player.X + Front + Least < Arena.Width : player.X - Front - Least <= 0;
        return HazardFlight.Along(threat.Kind, boss, false, threat.Appears, threat.Arrives,
            player.X + (fromRight ? Front : -Front),
            44 + 14 * random.NextDouble(), fromRight, random);
    }

    /// <summary>
    /// It is aimed at where the player stands when he decides to step aside, a little towards the side it comes from.
    /// </summary>
    private static Hazard Falling(Threat threat, BossKind boss, double aim, Random random) =>
        HazardFlight.Falling(boss, false, threat.Appears, threat.Arrives, Math.Clamp(aim, 20, Arena.Width - 20), threat.Side,
            random);

    /// <summary>First close by; where that would still hit him after his step, at the edge of what hits.</summary>
    private static double Aside(int tries, Random random) => tries < Tries / 2 ? 8 + 44 * random.NextDouble()
        : 36 + 18 * random.NextDouble();
}
