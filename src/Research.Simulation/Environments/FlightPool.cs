using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>A hazard of the fight that is under way.</summary>
internal struct Flight
{
    /// <summary>Number of the hazard within its fight, from 1.</summary>
    public int Id;

    public HazardKind Kind;
    public BossKind Boss;
    public AttackKind Attack;
    public double Start, End;
    public int Waypoints;

    /// <summary>It ends in a burst on the ground.</summary>
    public bool Bursts;

    /// <summary>It has touched the player, whatever came of that: it cannot hit him any more.</summary>
    public bool IsSpent;
}

/// <summary>The hazards in flight, in memory that is taken once. Their order is that of their launch.</summary>
internal sealed class FlightPool
{
    public const int Capacity = 64, MostWaypoints = 13;

    private readonly Flight[] _flights = new Flight[Capacity];
    private readonly Waypoint[] _waypoints = new Waypoint[Capacity * MostWaypoints];
    private readonly int[] _places = new int[Capacity];

    public FlightPool() => Clear();

    public int Count { get; private set; }

    public ref Flight this[int index] => ref _flights[_places[index]];

    public void Clear()
    {
        Count = 0;
        for (int i = 0; i < Capacity; i++)
        {
            _places[i] = i;
        }
    }

    /// <summary>Adds a hazard and gives the memory for its path, which the caller fills.</summary>
    public Span<Waypoint> Add(in Flight flight)
    {
        if (Count == Capacity)
        {
            throw new InvalidOperationException($"No more than {Capacity} hazards can be in flight.");
        }

        int place = _places[Count++];
        _flights[place] = flight;
        return _waypoints.AsSpan(place * MostWaypoints, flight.Waypoints);
    }

    public ReadOnlySpan<Waypoint> PathOf(int index) =>
        _waypoints.AsSpan(_places[index] * MostWaypoints, _flights[_places[index]].Waypoints);

    /// <summary>
    /// Where a hazard is; before and after its flight, where that begins and ends. As <see cref="Hazard.PositionAt"/>.
    /// </summary>
    public (double X, double Height) PositionAt(int index, double t)
    {
        var path = PathOf(index);
        int next = 0;
        while (next < path.Length && path[next].Time <= t)
        {
            next++;
        }

        if (next == 0 || next == path.Length)
        {
            var still = path[next == 0 ? 0 : ^1];
            return (still.X, still.Height);
        }

        var (a, b) = (path[next - 1], path[next]);
        double share = (t - a.Time) / (b.Time - a.Time);
        return (a.X + share * (b.X - a.X), a.Height + share * (b.Height - a.Height));
    }

    /// <summary>Position and speed, as a picture shows them.</summary>
    public (double X, double Height, double VelocityX, double VelocityY) ViewAt(int index, double t)
    {
        const double Step = 0.02;
        var (x, height) = PositionAt(index, t);
        var (fromX, fromHeight) = PositionAt(index, t - Step);
        var (toX, toHeight) = PositionAt(index, t + Step);
        return (x, height, (toX - fromX) / (2 * Step), (toHeight - fromHeight) / (2 * Step));
    }

    /// <summary>Removes what has ended, and its burst too.</summary>
    public void RemoveEnded(double t)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            int place = _places[i];
            ref var flight = ref _flights[place];
            if (t <= flight.End + (flight.Bursts ? Hazard.BurstSeconds : 0))
            {
                (_places[kept], _places[i]) = (place, _places[kept]);
                kept++;
            }
        }

        Count = kept;
    }
}
