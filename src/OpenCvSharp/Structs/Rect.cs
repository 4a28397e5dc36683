namespace OpenCvSharp;

/// <summary>An upright rectangle of pixels; its right and bottom edges lie outside it.</summary>
public record struct Rect(int X, int Y, int Width, int Height)
{
    /// <summary>First column.</summary>
    public int X = X;

    /// <summary>First row.</summary>
    public int Y = Y;

    /// <summary>Columns.</summary>
    public int Width = Width;

    /// <summary>Rows.</summary>
    public int Height = Height;

    /// <summary>A rectangle of a size at a place.</summary>
    public Rect(Point location, Size size)
        : this(location.X, location.Y, size.Width, size.Height)
    {
    }

    /// <summary>First column.</summary>
    public readonly int Left => X;

    /// <summary>First row.</summary>
    public readonly int Top => Y;

    /// <summary>The column past the last one.</summary>
    public readonly int Right => X + Width;

    /// <summary>The row past the last one.</summary>
    public readonly int Bottom => Y + Height;

    /// <summary>The upper left pixel.</summary>
    public readonly Point Location => new(X, Y);

    /// <summary>Width and height.</summary>
    public readonly Size Size => new(Width, Height);

    /// <summary>From corners; the right and bottom edges lie outside.</summary>
    public static Rect FromLTRB(int left, int top, int right, int bottom) => new(left, top, right - left, bottom - top);

    /// <summary>Whether a pixel lies inside.</summary>
    public readonly bool Contains(int x, int y) => X <= x && Y <= y && x < Right && y < Bottom;

    /// <summary>Whether a pixel lies inside.</summary>
    public readonly bool Contains(Point pt) => Contains(pt.X, pt.Y);

    /// <summary>The pixels of both; empty where they share none.</summary>
    public readonly Rect Intersect(Rect rect)
    {
        int left = Math.Max(X, rect.X), top = Math.Max(Y, rect.Y);
        int right = Math.Min(Right, rect.Right), bottom = Math.Min(Bottom, rect.Bottom);
        return right > left && bottom > top ? FromLTRB(left, top, right, bottom) : default;
    }

    /// <summary>The pixels of both.</summary>
    public static Rect operator &(Rect a, Rect b) => a.Intersect(b);

    /// <summary>The rectangle moved.</summary>
    public static Rect operator +(Rect rect, Point pt) => new(rect.X + pt.X, rect.Y + pt.Y, rect.Width, rect.Height);

    /// <summary>The rectangle moved back.</summary>
    public static Rect operator -(Rect rect, Point pt) => new(rect.X - pt.X, rect.Y - pt.Y, rect.Width, rect.Height);

    /// <summary>Size and place as <c>10x20 at (3, 4)</c>.</summary>
    public override readonly string ToString() => $"{Width}x{Height} at ({X}, {Y})";
}
