namespace Research.Simulation.Cuphead;

/// <summary>
/// Hazards that need no key. They are more than the threats, look like them, and show by their path alone that they pass.
/// </summary>
internal static class Decoys
{
    /// <summary>Decoys for each threat of a kind.</summary>
    private static readonly (HazardKind Kind, double PerThreat)[] Shares =
        [(HazardKind.Low, 2.1), (HazardKind.Sweep, 2.1), (HazardKind.Falling, 1.25)];

    private const int Tries = 60;

    /// <summary>Draws the decoys of a fight.</summary>
    /// <param name="threats">The threats, which the decoys match in kind; half of them come within 3 s of one.</param>
    /// <param name="phases">Decoys come in the phases, not in the lulls.</param>
    /// <param name="player">Whom they must miss.</param>
    /// <param name="random">Source of chance.</param>
    public static IEnumerable<Hazard> Draw(
        IReadOnlyList<Threat> threats, IReadOnlyList<BossPhase> phases, PlayerPath player, Random random)
    {
        foreach (var (kind, perThreat) in Shares)
        {
            var alike = threats.Where(t => t.Kind == kind).ToList();
            for (int i = (int)Math.Ceiling(perThreat * alike.Count); i > 0; i--)
            {
                yield return One(kind, alike, phases, player, random);
            }
        }
    }

    private static Hazard One(
        HazardKind kind, List<Threat> alike, IReadOnlyList<BossPhase> phases, PlayerPath player, Random random)
    {
        for (int tries = 0; tries < Tries; tries++)
        {
            var model = alike[random.Next(alike.Count)];
            double flight = model.Arrives - model.Appears;
            double arrives = random.Next(2) == 0 ? model.Arrives + 6 * (random.NextDouble() - 0.5) : In(phases, random);
            double appears = arrives - Math.Clamp(flight, 0.8, 2.2);
            if (!phases.Any(p => p.Start + 0.3 <= appears && arrives <= p.End))
            {
                continue;
            }

            var hazard = Fly(kind, BossPhase.BossAt(phases, appears), appears, arrives, player, random);
            if (player.FirstTouch(hazard) is null)
            {
                return hazard;
            }
        }

        // A player who is everywhere at all times: high above him there is always room.
        double last = In(phases, random);
        double x = player.At(last).X;
        return HazardFlight.Along(
            kind == HazardKind.Low ? kind : HazardKind.Sweep, BossPhase.BossAt(phases, last), true, last - 1.2, last, x, 470,
                x < 640, random);
    }

    private static Hazard Fly(HazardKind kind, BossKind boss, double appears, double arrives, PlayerPath player, Random random)
    {
        var (x, facing) = (player.At(arrives).X, player.At(arrives).Facing);
        bool fromRight = kind == HazardKind.Sweep ? random.NextDouble() < 0.75 == facing > 0
            : HazardFlight.FromRight(boss, x, random);
        bool over = random.NextDouble() < 0.6;
        switch (kind)
        {
            case HazardKind.Low when over:
                return HazardFlight.Along(kind, boss, true, appears, arrives, x, 190 + 90 * random.NextDouble(), fromRight,
                    random);
            case HazardKind.Low:
                return HazardFlight.Short(boss, appears, arrives, x, 0.4 + 0.3 * random.NextDouble(), fromRight, random);
            case HazardKind.Sweep when over:
                return HazardFlight.Along(kind, boss, true, appears, arrives, x, 205 + 80 * random.NextDouble(), fromRight,
                    random);
            case HazardKind.Sweep:
                return HazardFlight.TurnsBack(boss, appears, arrives, x, 0.4 + 0.2 * random.NextDouble(),
                    44 + 14 * random.NextDouble(), fromRight, random);
            default:
                int side = random.Next(2) == 0 ? 1 : -1;
                double aside = 150 + 260 * random.NextDouble();
                double aim = x + side * aside is > 30 and < Arena.Width - 30 ? x + side * aside : x - side * aside;
                return HazardFlight.Falling(boss, true, appears, arrives, Math.Clamp(aim, 30, Arena.Width - 30),
                    random.Next(2) == 0 ? 1 : -1, random);
        }
    }

    private static double In(IReadOnlyList<BossPhase> phases, Random random)
    {
        double t = random.NextDouble() * phases.Sum(p => p.End - p.Start);
        foreach (var phase in phases)
        {
            double span = phase.End - phase.Start;
            if (t <= span)
            {
                return phase.Start + t;
            }

            t -= span;
        }

        return phases[^1].End;
    }
}
