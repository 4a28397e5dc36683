namespace Research.Simulation.Cuphead;

/// <summary>Where a hazard is at one time; it flies straight from one waypoint to the next.</summary>
/// <param name="Time">Seconds.</param>
/// <param name="X">From the left of the picture, in arena units.</param>
/// <param name="Height">Of its centre above the ground.</param>
public readonly record struct Waypoint(double Time, double X, double Height);

/// <summary>A thing in flight: a threat, or a decoy that looks just like one and passes.</summary>
public sealed class Hazard
{
    /// <summary>Seconds for which the burst on the ground is seen.</summary>
    public const double BurstSeconds = 0.3;

    private readonly Waypoint[] _path;

    /// <summary>A hazard on its path.</summary>
    /// <param name="kind">What it looks like and how large it is.</param>
    /// <param name="boss">Whose it is: a clod, a tear or a carrot.</param>
    /// <param name="isDecoy">It hits nobody who stays where he is.</param>
    /// <param name="path">At least two waypoints, in the order of time.</param>
    /// <param name="bursts">It ends in a burst, instead of leaving the picture.</param>
    internal Hazard(HazardKind kind, BossKind boss, bool isDecoy, IEnumerable<Waypoint> path, bool bursts)
    {
        Kind = kind;
        Boss = boss;
        IsDecoy = isDecoy;
        Bursts = bursts;
        _path = [.. path];
    }

    /// <summary>What it looks like.</summary>
    public HazardKind Kind { get; }

    /// <summary>Whose it is.</summary>
    public BossKind Boss { get; }

    /// <summary>It needs no key. Nothing but its path shows it.</summary>
    public bool IsDecoy { get; }

    /// <summary>Whether it ends in a burst on the ground.</summary>
    public bool Bursts { get; }

    /// <summary>First and last moment of its flight, in seconds.</summary>
    public (double Start, double End) Flight => (_path[0].Time, _path[^1].Time);

    /// <summary>Half its width and half its height.</summary>
    public (double X, double Y) HalfSize => Kind == HazardKind.Sweep ? (112, 34) : (27, 27);

    /// <summary>Whether it is in flight and its centre in the picture.</summary>
    public bool IsVisible(double t)
    {
        if (t < Flight.Start || t > Flight.End)
        {
            return false;
        }

        var (x, height) = PositionAt(t);
        return x is >= 0 and <= Arena.Width && height <= Arena.GroundY;
    }

    /// <summary>Where its centre is; before and after its flight, where that begins and ends.</summary>
    public (double X, double Height) PositionAt(double t)
    {
        int next = Array.FindIndex(_path, w => w.Time > t);
        if (next <= 0)
        {
            var still = next == 0 ? _path[0] : _path[^1];
            return (still.X, still.Height);
        }

        var (a, b) = (_path[next - 1], _path[next]);
        double share = (t - a.Time) / (b.Time - a.Time);
        return (a.X + share * (b.X - a.X), a.Height + share * (b.Height - a.Height));
    }
}
