namespace Research.Capture.X11;

/// <summary>Pixels of a window or of the screen.</summary>
internal readonly record struct PixelRectangle(int X, int Y, int Width, int Height)
{
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>What both cover; empty where that is nothing.</summary>
    public PixelRectangle Intersect(in PixelRectangle other)
    {
        int x = Math.Max(X, other.X), y = Math.Max(Y, other.Y);
        return new(x, y, Math.Min(X + Width, other.X + other.Width) - x, Math.Min(Y + Height, other.Y + other.Height) - y);
    }
}
