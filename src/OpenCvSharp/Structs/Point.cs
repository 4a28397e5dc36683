namespace OpenCvSharp;

/// <summary>A pixel: columns from the left, rows from the top.</summary>
public record struct Point(int X, int Y)
{
    /// <summary>Column.</summary>
    public int X = X;

    /// <summary>Row.</summary>
    public int Y = Y;

    /// <summary>From real numbers, cut off.</summary>
    public Point(double x, double y)
        : this((int)x, (int)y)
    {
    }

    /// <summary>The sum of two points.</summary>
    public static Point operator +(Point p1, Point p2) => new(p1.X + p2.X, p1.Y + p2.Y);

    /// <summary>The difference of two points.</summary>
    public static Point operator -(Point p1, Point p2) => new(p1.X - p2.X, p1.Y - p2.Y);

    /// <summary>The point mirrored at the origin.</summary>
    public static Point operator -(Point pt) => new(-pt.X, -pt.Y);

    /// <summary>The point scaled, cut off.</summary>
    public static Point operator *(Point pt, double scale) => new(pt.X * scale, pt.Y * scale);
}
