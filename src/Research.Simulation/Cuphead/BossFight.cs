namespace Research.Simulation.Cuphead;

/// <summary>The course of a fight against the three bosses of The Root Pack, settled before any player takes part.</summary>
/// <param name="Duration">Seconds.</param>
/// <param name="Phases">Three phases, with a lull between two; the first boss is up when the fight begins.</param>
/// <param name="Threats">What asks for a key, in the order of arrival, in seconds from the start of the fight.</param>
public sealed record BossFight(double Duration, IReadOnlyList<BossPhase> Phases, IReadOnlyList<Threat> Threats)
{
    /// <summary>How often each kind of threat comes, in mean seconds between two, by phase, and how long it flies.</summary>
    private static readonly (HazardKind Kind, double[] MeanGap, double Flight, double Spread)[] Attacks =
    [
        (HazardKind.Low, [1.15, 7, 7], 1.25, 0.2),
        (HazardKind.Sweep, [double.PositiveInfinity, 22, 6.5], 1.05, 0.08),
        (HazardKind.Falling, [4.5, 2.2, 2.4], 1.25, 0.15),
    ];

    private static readonly (BossKind Boss, double Lull, double Seconds)[] Course =
        [(BossKind.Potato, -0.5, 13.8), (BossKind.Onion, 4.2, 15), (BossKind.Carrot, 3.2, 26)];

    /// <summary>Draws a fight.</summary>
    public static BossFight Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var phases = new List<BossPhase>();
        double t = 0;
        foreach (var (boss, lull, seconds) in Course)
        {
            double start = t + (lull < 0 ? lull : Distributions.Normal(random, lull, 0.4, 2, 6));
            t = start + Distributions.Normal(random, seconds, 1.5, seconds - 4, seconds + 6);
            phases.Add(new BossPhase(boss, start, t));
        }

        double end = t + Distributions.Normal(random, 1.0, 0.15, 0.7, 1.5);
        return new BossFight(end, phases, [.. Attacks.SelectMany(a => Attack(a.Kind, a.MeanGap, a.Flight, a.Spread))
            .OrderBy(h => h.Arrives)]);

        IEnumerable<Threat> Attack(HazardKind kind, double[] meanGap, double flight, double spread)
        {
            int side = random.Next(2) == 0 ? 1 : -1;
            for (int phase = 0; phase < phases.Count; phase++)
            {
                double shortest = Math.Min(1, 0.5 * meanGap[phase]);
                double appears = phases[phase].Start;
                while (double.IsFinite(meanGap[phase]))
                {
                    appears += shortest + Distributions.Exponential(random, meanGap[phase] - shortest);
                    double arrives = appears + Distributions.Normal(random, flight, spread, 0.95, 2);
                    if (arrives > phases[phase].End)
                    {
                        break;
                    }

                    // Mostly from the other side than the last one, so that the player is not driven into a corner.
                    side = random.NextDouble() < 0.65 ? -side : side;
                    yield return new Threat(kind, appears, arrives, kind == HazardKind.Falling ? side : 0);
                }
            }
        }
    }
}
