namespace Research.Simulation.Cuphead;

/// <summary>One phase of a fight: the time in which the boss can be shot at, in seconds from the start of the fight.</summary>
/// <param name="Start">When the boss of this phase is up.</param>
/// <param name="End">When it is beaten.</param>
/// <param name="IsAbove">The boss sits above the player, who must aim up.</param>
public sealed record BossPhase(double Start, double End, bool IsAbove);

/// <summary>The course of a fight against the three bosses of The Root Pack, settled before any player takes part.</summary>
/// <param name="Duration">Seconds.</param>
/// <param name="Phases">Three phases with a lull before each.</param>
/// <param name="Hazards">Threats and decoys in the order of their arrival.</param>
public sealed record BossFight(double Duration, IReadOnlyList<BossPhase> Phases, IReadOnlyList<Hazard> Hazards)
{
    /// <summary>How often each kind of threat comes, in seconds between two, by phase.</summary>
    private static readonly (HazardKind Kind, double[] MeanGap, double Flight)[] Attacks =
    [
        (HazardKind.Low, [2.4, 3.0, 3.0], 1.3),
        (HazardKind.Sweep, [9, 9, 10], 0.8),
        (HazardKind.Falling, [4.5, 2.4, 2.8], 1.5),
        (HazardKind.Decoy, [2.4, 2.4, 2.4], 1.4),
    ];

    /// <summary>Draws a fight.</summary>
    public static BossFight Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var phases = new List<BossPhase>();
        double t = 0;
        foreach (var (seconds, isAbove) in ((double, bool)[])[(16, false), (14, false), (26, true)])
        {
            double start = t + Distributions.Normal(random, 3.0, 0.5, 1.5, 5);
            t = start + Distributions.Normal(random, seconds, 2, seconds - 5, seconds + 5);
            phases.Add(new BossPhase(start, t, isAbove));
        }

        double end = t + Distributions.Normal(random, 1.5, 0.3, 0.8, 3);
        return new BossFight(end, phases, [.. Attacks.SelectMany(a => Attack(a.Kind, a.MeanGap, a.Flight)).OrderBy(h => h.Arrives)]);

        IEnumerable<Hazard> Attack(HazardKind kind, double[] meanGap, double flight)
        {
            for (int phase = 0; phase < phases.Count; phase++)
            {
                double shortest = 0.4 * meanGap[phase];
                double appears = phases[phase].Start;
                while (true)
                {
                    appears += shortest + Distributions.Exponential(random, meanGap[phase] - shortest);
                    double arrives = appears + Distributions.Normal(random, flight, 0.15, 0.6, 2.5);
                    if (arrives > phases[phase].End)
                    {
                        break;
                    }

                    yield return new Hazard(kind, appears, arrives);
                }
            }
        }
    }
}
