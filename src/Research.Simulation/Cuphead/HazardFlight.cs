
namespace Research.Simulation.Cuphead;

/// <summary>
/// The paths of hazards. Threats and decoys of a kind begin alike (the same places, speeds and sizes) and part on the way:
/// one comes to the player's height, the other passes over him, falls short, turns back, or falls beside him.
/// </summary>
internal static class HazardFlight
{
    private const double Outside = 140;

    /// <summary>
    /// Something that flies along: it comes from the boss's mouth or an edge of the picture and then keeps to one height.
    /// </summary>
    /// <param name="kind">Low or sweep.</param>
    /// <param name="boss">Whose.</param>
    /// <param name="isDecoy">Whether it is one.</param>
    /// <param name="appears">When it comes into view.</param>
    /// <param name="arrives">When it passes <paramref name="x"/>.</param>
    /// <param name="x">Where the player is then.</param>
    /// <param name="level">The height it comes to.</param>
    /// <param name="fromRight">Which edge it comes from, where it comes from one.</param>
    /// <param name="random">Chooses how high it sets out.</param>
    public static Hazard Along(
        HazardKind kind, BossKind boss, bool isDecoy, double appears, double arrives, double x, double level, bool fromRight,
            Random random)
    {
        var (fromX, fromHeight, fromEdge) = Origin(kind, boss, fromRight, random);
        int direction = Math.Sign(x - fromX);
        double speed = Math.Abs(x - fromX) / (arrives - appears), approach = Math.Min(170, 0.4 * Math.Abs(x - fromX));
        double edge = direction < 0 ? -Outside : Arena.Width + Outside;
        List<Waypoint> path =
        [
            new(appears, fromX, fromHeight),
            new(arrives - approach / speed, x - direction * approach, level),
            new(arrives + Math.Abs(edge - x) / speed, edge, level),
        ];
        if (fromEdge)
        {
            path.Insert(0, new Waypoint(appears - Outside / speed, fromX - direction * Outside, fromHeight));
        }

        return new Hazard(kind, boss, isDecoy, path, bursts: false);
    }

    /// <summary>A decoy that sets out like a low one and falls to the ground before the player.</summary>
    public static Hazard Short(
        BossKind boss, double appears, double arrives, double x, double share, bool fromRight, Random random)
    {
        var (fromX, fromHeight, fromEdge) = Origin(HazardKind.Low, boss, fromRight, random);
        double lands = fromX + share * (x - fromX), speed = (x - fromX) / (arrives - appears);
        List<Waypoint> path = [new(appears, fromX, fromHeight), new(appears + share * (arrives - appears), lands, 16)];
        if (fromEdge)
        {
            path.Insert(0, new Waypoint(appears - Outside / Math.Abs(speed), fromX - Math.Sign(speed) * Outside, fromHeight));
        }

        return new Hazard(HazardKind.Low, boss, isDecoy: true, path, bursts: true);
    }

    /// <summary>A decoy that comes on like a sweep, stops and draws back.</summary>
    public static Hazard TurnsBack(
        BossKind boss, double appears, double arrives, double x, double share, double level, bool fromRight, Random random)
    {
        var (fromX, fromHeight, _) = Origin(HazardKind.Sweep, boss, fromRight, random);
        double turn = fromX + share * (x - fromX), speed = (x - fromX) / (arrives - appears),
            out1 = fromX - Math.Sign(speed) * Outside;
        double turns = appears + 1.25 * (turn - fromX) / speed;
        return new Hazard(HazardKind.Sweep, boss, isDecoy: true,
        [
            new(appears - Outside / Math.Abs(speed), out1, fromHeight),
            new(appears + 0.7 * (turn - fromX) / speed, fromX + 0.75 * (turn - fromX), level),
            new(turns, turn, level),
            new(turns + 0.15, turn, level),
            new(turns + 0.15 + Math.Abs((turn - out1) / speed), out1, level + 30),
        ], bursts: false);
    }

    /// <summary>Something that comes down from one side; the carrot's homes in on its aim in a curve.</summary>
    /// <param name="boss">Whose.</param>
    /// <param name="isDecoy">Whether it is one.</param>
    /// <param name="appears">When it comes into view at the top.</param>
    /// <param name="arrives">When it is at the height of the player's body.</param>
    /// <param name="aim">Where it comes down.</param>
    /// <param name="side">+1: from the right of its aim; −1: from the left.</param>
    /// <param name="random">Chooses how far from the side.</param>
    public static Hazard Falling(BossKind boss, bool isDecoy, double appears, double arrives, double aim, int side, Random random)
    {
        const double Top = Arena.GroundY - 4, Body = 70, Ground = 16;
        double away = boss == BossKind.Onion ? 60 + 120 * random.NextDouble() : 140 + 200 * random.NextDouble();
        double fromX = Math.Clamp(aim + side * away, 30, Arena.Width - 30);
        var (curve, gravity) = boss == BossKind.Carrot ? (1.8, 1.0) : (1.0, 1.35);
        double body = Math.Pow((Top - Body) / (Top - Ground), 1 / gravity), lands = appears + (arrives - appears) / body;
        var path = Enumerable.Range(0, 13).Select(i => i / 12.0).Select(s => new Waypoint(
            appears + s * (lands - appears), aim + (fromX - aim) * Math.Pow(1 - s, curve),
                Top + (Ground - Top) * Math.Pow(s, gravity)));
        return new Hazard(HazardKind.Falling, boss, isDecoy, path, bursts: true);
    }

    /// <summary>The edge that a low thing comes from: the far one, or either where both are far.</summary>
    public static bool FromRight(BossKind boss, double x, Random random) =>
        boss != BossKind.Carrot || x < 480 || (x < 800 && random.Next(2) == 0);

    private static (double X, double Height, bool FromEdge) Origin(HazardKind kind, BossKind boss, bool fromRight, Random random)
    {
        double height = kind == HazardKind.Low ? 90 + 90 * random.NextDouble() : 100 + 80 * random.NextDouble();
        return kind == HazardKind.Low && boss == BossKind.Potato
            ? (Arena.Mouth(boss).X - 20, height + 20, false)
            : (fromRight ? Arena.Width : 0, height, true);
    }
}
