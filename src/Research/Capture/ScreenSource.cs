namespace Research.Capture;

/// <summary>The screen of this machine.</summary>
public static class ScreenSource
{
    /// <summary>Opens what is to be captured.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no source for this system.</exception>
    public static IScreenSource Open(CaptureArea area)
    {
        ArgumentNullException.ThrowIfNull(area);
        throw new PlatformNotSupportedException("Recording works on Linux with X11, and on Windows.");
    }
}
