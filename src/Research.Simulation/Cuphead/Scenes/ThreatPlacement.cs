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
        double x = player.At(threat.Arrives).X;
        Hazard hazard;
        int tries = 0;
        do
        {
            // What falls is aimed at where the player stands when he decides to step aside, on the side it comes from.
            hazard = threat.Kind == HazardKind.Falling
                ? HazardFlight.Falling(boss, false, threat.Appears, threat.Arrives,
                    Math.Clamp(player.At(answered ?? threat.Arrives).X + threat.Side * Aside(tries, random), 20, Arena.Width - 20), threat.Side, random)
                : HazardFlight.Along(threat.Kind, boss, false, threat.Appears, threat.Arrives, x, Level(threat.Kind, random), random);
        }
        while (answered is not null && ++tries < Tries && player.FirstHit(hazard) is not null);

        return hazard;
    }

    /// <summary>First close by; where that would still hit him after his step, at the edge of what hits.</summary>
    private static double Aside(int tries, Random random) => tries < Tries / 2 ? 8 + 44 * random.NextDouble() : 36 + 18 * random.NextDouble();

    private static double Level(HazardKind kind, Random random) => (kind == HazardKind.Low ? 30 : 44) + 14 * random.NextDouble();
}
