namespace Research.Simulation.Cuphead.Drawing;

/// <summary>A point in arena units; y runs down.</summary>
internal readonly record struct Spot(double X, double Y)
{
    public static implicit operator Spot((double X, double Y) p) => new(p.X, p.Y);
}

/// <summary>The outlines that pictures are made of.</summary>
internal static class Outlines
{
    /// <summary>An ellipse, turned by some radians.</summary>
    public static Spot[] Ellipse(
        double x, double y, double radiusX, double radiusY, double turn = 0, double from = 0, double to = 2 * Math.PI)
    {
        int count = from == 0 && to == 2 * Math.PI ? 40 : 24;
        return [.. Enumerable.Range(0, count + (count == 24 ? 1 : 0)).Select(i => from + (to - from) * i / count)
            .Select(a => (Math.Cos(a) * radiusX, Math.Sin(a) * radiusY))
            .Select(p => new Spot(x + p.Item1 * Math.Cos(turn) - p.Item2 * Math.Sin(turn),
                y + p.Item1 * Math.Sin(turn) + p.Item2 * Math.Cos(turn)))];
    }

    /// <summary>A closed curve through the points (Catmull-Rom).</summary>
    public static Spot[] Blob(params Spot[] through) =>
        [.. Enumerable.Range(0, through.Length)
            .SelectMany(i => Bend(through[(i + through.Length - 1) % through.Length], through[i],
            through[(i + 1) % through.Length], through[(i + 2) % through.Length]))];

    /// <summary>An open curve through the points.</summary>
    public static Spot[] Curve(params Spot[] through) =>
        [.. Enumerable.Range(0, through.Length - 1).SelectMany(i => Bend(through[Math.Max(0, i - 1)], through[i], through[i + 1],
            through[Math.Min(through.Length - 1, i + 2)])), through[^1]];

    /// <summary>A star with round number of rays.</summary>
    public static Spot[] Star(double x, double y, double outer, double inner, int rays, double turn = 0) =>
        [.. Enumerable.Range(0, 2 * rays).Select(i => (Angle: turn + Math.PI * i / rays, Radius: i % 2 == 0 ? outer : inner))
            .Select(p => new Spot(x + p.Radius * Math.Cos(p.Angle), y + p.Radius * Math.Sin(p.Angle)))];

    private static IEnumerable<Spot> Bend(Spot before, Spot a, Spot b, Spot after) =>
        Enumerable.Range(0, 8).Select(i => i / 8.0).Select(t => new Spot(
            At(before.X, a.X, b.X, after.X, t), At(before.Y, a.Y, b.Y, after.Y, t)));

    private static double At(double p, double a, double b, double q, double t) =>
        0.5 * (2 * a + (b - p) * t + (2 * p - 5 * a + 4 * b - q) * t * t + (3 * a - p - 3 * b + q) * t * t * t);
}
