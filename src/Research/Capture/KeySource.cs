using Research.Capture.Windows;
using Research.Capture.X11;

namespace Research.Capture;

/// <summary>The keyboards of this machine.</summary>
public static class KeySource
{
    /// <summary>
    /// Opens them: XInput2's raw events on Linux, a low-level hook on Windows. Keys are heard from
    /// <see cref="IKeySource.Listen"/> on.
    /// </summary>
    /// <exception cref="IOException">There is no display.</exception>
    /// <exception cref="NotSupportedException">The session is Wayland's, the X server is older than XInput 2.1, or the system is
    /// neither Linux nor Windows.</exception>
    public static IKeySource Open() =>
        OperatingSystem.IsLinux() ? X11KeySource.Open(DisplayName.OfThisSession())
            : OperatingSystem.IsWindows() ? new HookKeySource()
            : throw new PlatformNotSupportedException("Recording works on Linux with X11, and on Windows.");
}
