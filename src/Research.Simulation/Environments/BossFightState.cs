using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>What experts see: the fight in numbers, over a vector of <see cref="Length"/> values.</summary>
/// <param name="values">The vector.</param>
public readonly ref struct BossFightState(ReadOnlySpan<float> values)
{
    /// <summary>Hazards that the vector has room for.</summary>
    public const int MaxHazards = FlightPool.Capacity;

    /// <summary>Values of the vector.</summary>
    public const int Length = Header + MaxHazards * PerHazard;

    internal const int Header = 16, PerHazard = 9;

    private readonly ReadOnlySpan<float> _values = values;

    /// <summary>Seconds since the start.</summary>
    public float Time => _values[0];

    /// <summary>Hearts left, 3 to 0.</summary>
    public int Hearts => (int)_values[1];

    /// <summary>Health of the boss over all phases, 1 to 0.</summary>
    public float BossHealth => _values[2];

    /// <summary>The phase: who is up, or will be.</summary>
    public BossKind Phase => (BossKind)(int)_values[3];

    /// <summary>Seconds since the boss is up; negative before.</summary>
    public float BossUpFor => _values[4];

    /// <summary>Seconds for which nothing hits the player.</summary>
    public float InvulnerableLeft => _values[5];

    /// <summary>Middle of the player.</summary>
    public float X => _values[6];

    /// <summary>Of his feet above the ground.</summary>
    public float Height => _values[7];

    /// <summary>His vertical speed in units a second, upwards.</summary>
    public float Rise => _values[8];

    /// <summary>+1 right, −1 left.</summary>
    public int Facing => (int)_values[9];

    /// <summary>Seconds of a dash that are left.</summary>
    public float DashLeft => _values[10];

    /// <summary>Seconds until he can dash again.</summary>
    public float DashRechargeLeft => _values[11];

    /// <summary>Hops until he has to land, 2 to 0.</summary>
    public int HopsLeft => (int)_values[12];

    /// <summary>The keys of the last step, as bits.</summary>
    public uint Keys => (uint)_values[13];

    /// <summary>Hazards in flight.</summary>
    public int HazardCount => (int)_values[14];

    /// <summary>A hazard in flight.</summary>
    /// <param name="index">From 0 to <see cref="HazardCount"/> − 1, in the order of their launch.</param>
    public HazardState Hazard(int index) => new(_values.Slice(Header + index * PerHazard, PerHazard));

    internal static void Write(BossFightGame game, Span<float> values)
    {
        values.Clear();
        var player = game.Player;
        ReadOnlySpan<double> header =
        [
            game.Time, game.Hearts, (double)game.Health / BossFightRules.BossHealth, (int)game.Phase, game.Time - game.PhaseStart,
                game.InvulnerableLeft,
            player.X, player.Height, player.Rise, player.Facing, player.DashLeft, game.DashRechargeLeft, game.HopsLeft, game.Held,
        ];
        for (int i = 0; i < header.Length; i++)
        {
            values[i] = (float)header[i];
        }

        int count = 0;
        for (int i = 0; i < game.Flights.Count; i++)
        {
            ref var flight = ref game.Flights[i];
            if (game.Time < flight.Start || game.Time > flight.End)
            {
                continue;
            }

            var (x, height, velocityX, velocityY) = game.Flights.ViewAt(i, game.Time);
            ReadOnlySpan<double> hazard =
            [
                flight.Id, (int)flight.Kind, x, height, velocityX, velocityY, TouchIn(game, i),
                flight.Bursts ? game.Flights.PathOf(i)[^1].X : -1, game.Time - SeenSince(game.Flights.PathOf(i)),
            ];
            for (int k = 0; k < PerHazard; k++)
            {
                values[Header + count * PerHazard + k] = (float)hazard[k];
            }

            count++;
        }

        values[14] = count;
    }

    private static double SeenSince(ReadOnlySpan<Waypoint> path)
    {
        var (first, second) = (path[0], path[1]);
        double outside = Math.Max(-first.X, first.X - Arena.Width);
        return outside <= 0 ? first.Time : first.Time + outside * (second.Time - first.Time) / Math.Abs(second.X - first.X);
    }

    private static double TouchIn(BossFightGame game, int index)
    {
        const double Step = 1 / 60.0, Horizon = 2;
        ref var flight = ref game.Flights[index];
        var standing = game.Player with { Height = 0, IsDucking = false };
        var halfSize = BossFightGame.HalfSizeOf(flight.Kind);
        for (double ahead = 0; !flight.IsSpent && ahead <= Horizon && game.Time + ahead <= flight.End; ahead += Step)
        {
            var (x, height) = game.Flights.PositionAt(index, game.Time + ahead);
            if (PlayerPath.Touches(standing, x, height, halfSize))
            {
                return ahead;
            }
        }

        return -1;
    }
}
