namespace Research.Capture;

/// <summary>The keyboards of this machine.</summary>
public static class KeySource
{
    /// <summary>Opens them.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no source for this system.</exception>
    public static IKeySource Open() => throw new PlatformNotSupportedException("Recording works on Linux with X11, and on Windows.");
}
