namespace Research.Simulation.Cuphead;

/// <summary>The player over the frames of one fight's arena, and in between.</summary>
internal sealed class PlayerPath(double[] times, PlayerState[] states)
{
    public PlayerState this[int index] => states[index];

    public double TimeOf(int index) => times[index];

    public double First => times[0];

    public double Last => times[^1];

    /// <summary>The state at a time between two frames, with position and height interpolated.</summary>
    public PlayerState At(double t)
    {
        int next = Array.BinarySearch(times, t);
        next = next >= 0 ? next : ~next;
        if (next == 0 || next == times.Length)
        {
            return states[Math.Min(next, states.Length - 1)];
        }

        var (a, b) = (states[next - 1], states[next]);
        double span = times[next] - times[next - 1], share = span > 0 ? (t - times[next - 1]) / span : 1;
        return b with { X = a.X + share * (b.X - a.X), Height = a.Height + share * (b.Height - a.Height) };
    }

    /// <summary>When a hazard hits the player; null when it never does. What he dashes into, he comes out of unhurt.</summary>
    public double? FirstHit(Hazard hazard) => FirstTouch(hazard) is var (time, isDashing) && !isDashing ? time : null;

    /// <summary>When a hazard first touches the player, and whether he dashes then; null when it never does.</summary>
    public (double Time, bool IsDashing)? FirstTouch(Hazard hazard)
    {
        const double Step = 1 / 60.0;
        var (start, end) = hazard.Flight;
        for (double t = Math.Max(start, First); t <= Math.Min(end, Last); t += Step)
        {
            var player = At(t);
            var (x, height) = hazard.PositionAt(t);
            if (Touches(player, x, height, hazard.HalfSize))
            {
                return (t, player.IsDashing);
            }
        }

        return null;
    }

    /// <summary>Whether a hazard with its centre at a place touches the player.</summary>
    public static bool Touches(in PlayerState player, double x, double height, (double X, double Y) halfSize)
    {
        const double Mercy = 8;
        return Math.Abs(x - player.X) < halfSize.X + 24 - Mercy
            && height + halfSize.Y - Mercy > player.Height && height - halfSize.Y + Mercy < player.Height + player.Tall;
    }
}
