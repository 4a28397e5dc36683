namespace Research.Capture;

/// <summary>Pixels of a window or of the screen.</summary>
internal readonly record struct PixelRectangle(int X, int Y, int Width, int Height)
{
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>Without the last column or row where their number is odd.</summary>
    public PixelRectangle Even => this with { Width = Width & ~1, Height = Height & ~1 };

    /// <summary>What both cover; empty where that is nothing.</summary>
    public PixelRectangle Intersect(in PixelRectangle other)
    {
        int x = Math.Max(X, other.X), y = Math.Max(Y, other.Y);
        return new(x, y, Math.Min(X + Width, other.X + other.Width) - x, Math.Min(Y + Height, other.Y + other.Height) - y);
    }

    /// <summary>The even part of what is asked for of a screen or window.</summary>
    /// <param name="part">A part; null for all.</param>
    /// <param name="width">Of the whole.</param>
    /// <param name="height">Of the whole.</param>
    /// <param name="where">The display, for the message.</param>
    /// <param name="what">The whole, for the message.</param>
    /// <exception cref="IOException">It is not all within the whole, or less than two pixels wide or high.</exception>
    public static PixelRectangle Taken(CaptureArea.Region? part, int width, int height, string where, string what)
    {
        var all = new PixelRectangle(0, 0, width, height);
        var asked = part is null ? all : new PixelRectangle(part.X, part.Y, part.Width, part.Height);
        if (!asked.Even.IsEmpty && asked.Intersect(all) == asked)
        {
            return asked.Even;
        }

        throw new IOException(part is null
            ? $"{where}: found a {what} of {width}×{height} pixels; expected two pixels at least each way."
            : $"{where}: found the region {asked.X},{asked.Y},{asked.Width},{asked.Height} on a screen of {width}×{height} "
                + "pixels; expected a region within it, of two pixels at least each way.");
    }
}
