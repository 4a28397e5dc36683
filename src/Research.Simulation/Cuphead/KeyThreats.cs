using Research.Alignment;

namespace Research.Simulation.Cuphead;

/// <summary>
/// The threats that explain the keys of a recorded fight: each one comes into view before its key, and would hit after it.
/// </summary>
internal static class KeyThreats
{
    /// <summary>
    /// One threat for each onset of JUMP, DASH, LEFT and RIGHT in a fight, in the order of the frames, with the frame of the
    /// onset.
    /// </summary>
    /// <param name="timeline">Labels.</param>
    /// <param name="fight">Frames of the fight.</param>
    /// <param name="times">Seconds of every frame.</param>
    /// <param name="earliest">When the arena comes on screen, in the same seconds.</param>
    /// <param name="random">Source of the spread.</param>
    public static IEnumerable<(int Frame, Threat Threat)> Explain(
        ActionTimeline timeline, FrameRange fight, double[] times, double earliest, Random random)
    {
        (int Action, HazardKind Kind, int Side)[] answers =
        [
            (Column("JUMP"), HazardKind.Low, 0), (Column("DASH"), HazardKind.Sweep, 0),
            (Column("LEFT"), HazardKind.Falling, 1), (Column("RIGHT"), HazardKind.Falling, -1),
        ];
        foreach (int frame in fight.Frames)
        {
            foreach (var (action, kind, side) in answers)
            {
                if (timeline[frame, action] && (frame == 0 || !timeline[frame - 1, action]))
                {
                    yield return (frame, Draw(kind, side, times[frame]));
                }
            }
        }

        int Column(string action) => timeline.Actions.IndexOf(action);

        Threat Draw(HazardKind kind, int side, double key)
        {
            double seen = Timing.Seen(kind, random), left = Timing.Left(kind, random);
            return new Threat(kind, Math.Max(key - seen, earliest), key + left, side);
        }
    }

    /// <summary>How long a person sees a threat before the key, and how much time he leaves himself.</summary>
    private static class Timing
    {
        /// <summary>Seconds from when the threat comes into view to the key: never less than six frames.</summary>
        public static double Seen(HazardKind kind, Random random) => kind switch
        {
            HazardKind.Low => Distributions.LogNormal(random, 0.90, 0.2, 0.62, 1.6),
            HazardKind.Sweep => Distributions.LogNormal(random, 0.76, 0.12, 0.62, 1.1),
            _ => Distributions.LogNormal(random, 0.80, 0.2, 0.55, 1.4),
        };

        /// <summary>Seconds from the key to when the threat would hit.</summary>
        public static double Left(HazardKind kind, Random random) => kind switch
        {
            HazardKind.Low => Distributions.Normal(random, 0.29, 0.06, 0.16, 0.42),
            HazardKind.Sweep => Distributions.Normal(random, 0.13, 0.03, 0.06, 0.19),
            _ => Distributions.Normal(random, 0.40, 0.10, 0.22, 0.65),
        };
    }
}
