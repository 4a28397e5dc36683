namespace Research.Capture.X11;

/// <summary>
/// An X server's clock, which counts milliseconds from a moment of its own, against UTC. A key carries the server's time of the
/// press, however late this process reads it; so the press keeps its time while the machine is busy or this process stopped.
/// </summary>
/// <remarks>
/// A probe is a request that the server answers with its time. UTC before and after it bound the difference of the two clocks;
/// the bounds of all probes together are narrower than a millisecond soon, and a probe that had to wait does no harm. Where the
/// bounds contradict each other one of the clocks was set, or has drifted out of them, and the newest alone count.
/// </remarks>
internal sealed class ServerClock
{
    private const double Millisecond = 0.001;
    private double _least = double.NegativeInfinity, _most = double.PositiveInfinity;
    private long? _last;

    /// <summary>Half the width of what is known about the difference of the clocks, in seconds.</summary>
    public double Uncertainty => (_most - _least) / 2;

    /// <summary>Takes a probe.</summary>
    /// <param name="before">UTC seconds before the server was asked.</param>
    /// <param name="server">Its answer: milliseconds, the lower 32 bits, rounded down.</param>
    /// <param name="after">UTC seconds when the answer was there.</param>
    public void Probe(double before, uint server, double after)
    {
        double milliseconds = Unwrap(server);
        double least = before - (milliseconds + 1) * Millisecond, most = after - milliseconds * Millisecond;
        bool agrees = Math.Max(_least, least) < Math.Min(_most, most);
        (_least, _most) = agrees ? (Math.Max(_least, least), Math.Min(_most, most)) : (least, most);
    }

    /// <summary>UTC seconds of a server's time; there must have been a probe.</summary>
    public double ToUtc(uint server) => (Unwrap(server) + 0.5) * Millisecond + (_least + _most) / 2;

    /// <summary>Counts on where 32 bits begin anew, after 49.7 days.</summary>
    private long Unwrap(uint server)
    {
        long time = _last is { } last ? last + (int)(server - (uint)last) : server;
        _last = Math.Max(time, _last ?? time);
        return time;
    }
}
