using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>
/// The paths of attacks: those of the staged fights (<see cref="HazardFlight"/>), with places that are drawn where a staged path
/// would take the player's. An attack of the right side and its mirror image from the left are equally long.
/// </summary>
internal static class AttackFlight
{
    private const double Outside = 140;

    /// <summary>Sends an attack; its last hazard has the number that is returned.</summary>
    /// <param name="attack">What.</param>
    /// <param name="flights">Takes its hazards.</param>
    /// <param name="lastId">Number of the last hazard before it.</param>
    public static int Send(in CourseAttack attack, FlightPool flights, int lastId)
    {
        var stream = new SeededStream(attack.Key);
        if (attack.Kind == AttackKind.Volley)
        {
            return Volley(attack, flights, lastId, ref stream);
        }

        bool isLow = attack.Kind is AttackKind.Low or AttackKind.LowOver or AttackKind.LowShort;
        bool fromMouth = isLow && attack.Phase == BossKind.Potato;
        bool fromRight = attack.Phase != BossKind.Carrot && (isLow || stream.Chance(0.75)) || attack.Phase == BossKind.Carrot
            && stream.Chance(0.5);
        double startX = fromMouth ? Arena.Mouth(attack.Phase).X - 20 : Arena.Width + Outside;
        double startHeight = fromMouth ? 110 + 90 * stream.NextDouble() : isLow ? 90 + 90 * stream.NextDouble()
            : 100 + 80 * stream.NextDouble();
        double speed = isLow ? stream.Uniform(500, 560) : stream.Uniform(500, 540);
        var flight = new Flight
        {
            Id = lastId + 1,
            Kind = isLow ? HazardKind.Low : HazardKind.Sweep,
            Boss = attack.Phase,
            Attack = attack.Kind,
            Start = attack.Launch,
            Waypoints = attack.Kind switch { AttackKind.LowShort => 2, AttackKind.SweepBack => 5, _ => 3 },
            Bursts = attack.Kind == AttackKind.LowShort,
        };
        var path = flights.Add(flight);
        path[0] = new Waypoint(attack.Launch, startX, startHeight);
        switch (attack.Kind)
        {
            case AttackKind.LowShort:
                To(path, 1, stream.Uniform(600, 720), 16, speed);
                break;
            case AttackKind.SweepBack:
                double turn = stream.Uniform(840, 950), level = stream.Uniform(44, 58);
                To(path, 1, turn + 0.25 * (startX - turn), level, speed);
                To(path, 2, turn, level, 0.5 * speed);
                path[3] = new Waypoint(path[2].Time + 0.15, turn, level);
                To(path, 4, startX, level + 30, speed);
                break;
            default:
                double height = attack.Kind switch
                {
                    AttackKind.Low => stream.Uniform(30, 44),
                    AttackKind.LowOver => stream.Uniform(190, 280),
                    AttackKind.Sweep => stream.Uniform(44, 58),
                    _ => stream.Uniform(205, 285),
                };
                To(path, 1, stream.Uniform(560, 700), height, speed);
                To(path, 2, -Outside, height, speed);
                break;
        }

        if (!fromRight)
        {
            foreach (ref var point in path)
            {
                point = point with { X = Arena.Width - point.X };
            }
        }

        flights[flights.Count - 1].End = path[^1].Time;
        return flight.Id;
    }

    private static void To(Span<Waypoint> path, int index, double x, double height, double speed) =>
        path[index] = new Waypoint(path[index - 1].Time + Math.Abs(x - path[index - 1].X) / speed, x, height);

    /// <summary>Places at equal distances, one in four of them left out.</summary>
    private static int Volley(in CourseAttack attack, FlightPool flights, int lastId, ref SeededStream stream)
    {
        const double First = 40, Top = Arena.GroundY - 4, Body = 70, Ground = 16;
        double last = attack.Phase == BossKind.Carrot ? Arena.Width - 40 : 800, spacing = stream.Uniform(175, 240);
        var (curve, gravity) = attack.Phase == BossKind.Carrot ? (1.8, 1.0) : (1.0, 1.35);
        double body = Math.Pow((Top - Body) / (Top - Ground), 1 / gravity);
        for (double aim = First + spacing * stream.NextDouble(); aim <= last; aim += spacing)
        {
            bool isLeftOut = stream.Chance(0.25);
            double side = stream.Chance(0.5) ? 1 : -1;
            double away = attack.Phase == BossKind.Onion ? stream.Uniform(60, 180) : stream.Uniform(140, 340);
            double start = attack.Launch + stream.Uniform(0, 0.2), seconds = stream.Normal(1.25, 0.15, 0.95, 2) / body;
            if (isLeftOut)
            {
                continue;
            }

            double fromX = Math.Clamp(aim + side * away, 30, Arena.Width - 30);
            var path = flights.Add(new Flight
            {
                Id = ++lastId,
                Kind = HazardKind.Falling,
                Boss = attack.Phase,
                Attack = AttackKind.Volley,
                Start = start,
                End = start + seconds,
                Waypoints = FlightPool.MostWaypoints,
                Bursts = true,
            });
            for (int i = 0; i < path.Length; i++)
            {
                double s = i / 12.0;
                path[i] = new Waypoint(start + s * seconds, aim + (fromX - aim) * Math.Pow(1 - s, curve),
                    Top + (Ground - Top) * Math.Pow(s, gravity));
            }
        }

        return lastId;
    }
}
