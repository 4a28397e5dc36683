namespace OpenCvSharp;

/// <summary>Width and height in pixels.</summary>
public record struct Size(int Width, int Height)
{
    /// <summary>Columns.</summary>
    public int Width = Width;

    /// <summary>Rows.</summary>
    public int Height = Height;

    /// <summary>From real numbers, cut off.</summary>
    public Size(double width, double height)
        : this((int)width, (int)height)
    {
    }

    /// <summary>Width and height as <c>1280x720</c>.</summary>
    public override readonly string ToString() => $"{Width}x{Height}";
}
