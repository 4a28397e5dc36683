namespace Research.Capture;

/// <summary>What a recorder captures.</summary>
public abstract record CaptureArea
{
    private CaptureArea()
    {
    }

    /// <summary>All of the screen.</summary>
    public sealed record WholeScreen : CaptureArea;

    /// <summary>A rectangle of the screen, in pixels from its upper left corner.</summary>
    public sealed record Region(int X, int Y, int Width, int Height) : CaptureArea;

    /// <summary>The window whose title holds a text; where several do, that is an error which names them.</summary>
    public sealed record Window(string Title) : CaptureArea;
}
