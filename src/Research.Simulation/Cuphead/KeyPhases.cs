using Research.Alignment;

namespace Research.Simulation.Cuphead;

/// <summary>
/// The phases of a recorded fight, read off what the player did: he aims up at the carrot, and stops shooting between two bosses.
/// </summary>
internal static class KeyPhases
{
    /// <summary>A pause of SHOOT this long, in seconds, is taken for the time between two bosses.</summary>
    private const double Lull = 1.5;

    /// <summary>A press of UP this long begins the carrot's phase.</summary>
    private const double AimsUp = 2;

    /// <summary>A boss is up this long before the player shoots at it, and beaten this long before he lets go.</summary>
    private const double Reaction = 0.45;

    /// <summary>Three phases, each with room for its boss to come up.</summary>
    public static IReadOnlyList<BossPhase> Infer(ActionTimeline timeline, FrameRange fight, double[] times)
    {
        double start = times[fight.First], end = times[fight.End - 1], span = end - start;
        var shots = Stretches("SHOOT");
        var aims = Stretches("UP").Where(u => u.Up - u.Down >= AimsUp).ToList();

        double carrot = aims.Count > 0 ? aims[0].Down - Reaction : start + 0.6 * span;
        double knockout = end - 0.4;
        if (aims.Count > 0)
        {
            knockout = Math.Min(knockout, Math.Max(aims[^1].Up - Reaction, carrot + 0.1));
        }

        var lulls = shots.Zip(shots.Skip(1), (a, b) => (From: a.Up, To: b.Down))
            .Where(l => l.To - l.From >= Lull && l.From < carrot).ToList();
        var beforeCarrot = lulls.FindLast(l => l.To >= carrot - 1);
        double onionEnd = beforeCarrot.To > 0 ? beforeCarrot.From - Reaction : carrot - Math.Min(1.5, 0.1 * (carrot - start));
        var betweenTwo = lulls.Where(l => l.To < onionEnd).OrderByDescending(l => l.To - l.From).FirstOrDefault();
        double middle = start + 0.5 * (onionEnd - start), pause = 0.05 * (onionEnd - start);
        var (potatoEnd, onion) = betweenTwo.To > 0 ? (betweenTwo.From - Reaction, betweenTwo.To - Reaction)
            : (middle - pause, middle + pause);

        // The first boss is up when the fight begins: players shoot within a tenth of a second.
        double[] ordered = [start - Arena.IntroSeconds / 2, potatoEnd, onion, onionEnd, carrot, knockout];
        for (int i = 1; i < ordered.Length; i++)
        {
            ordered[i] = Math.Max(ordered[i], ordered[i - 1]);
        }

        return [new(BossKind.Potato, ordered[0], ordered[1]), new(BossKind.Onion, ordered[2], ordered[3]),
            new(BossKind.Carrot, ordered[4], ordered[5])];

        List<(double Down, double Up)> Stretches(string action)
        {
            int column = timeline.Actions.IndexOf(action);
            var found = new List<(double Down, double Up)>();
            bool held = false;
            foreach (int frame in fight.Frames)
            {
                bool now = timeline[frame, column];
                if (now && !held)
                {
                    found.Add((times[frame], end));
                }
                else if (!now && held)
                {
                    found[^1] = (found[^1].Down, times[frame]);
                }

                held = now;
            }

            return found;
        }
    }
}
