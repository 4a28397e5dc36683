using Research.Capture.Windows;
using Research.Capture.X11;

namespace Research.Capture;

/// <summary>The screen of this machine.</summary>
public static class ScreenSource
{
    /// <summary>Opens what is to be captured: X11 on Linux, GDI on Windows.</summary>
    /// <param name="area">All of the screen, a part of it, or a window. Upper and lower case are the same in a window's title;
    /// where several titles hold the text, the one that is nothing but it is meant. What of a window lies outside the screen is
    /// black, and so is a minimised window. An odd number of pixels in a row, or of rows, becomes even by leaving out the last
    /// one. The pointer is not captured.
    /// </param>
    /// <param name="followsSize">Whether a window or screen may get another size: its picture is then scaled into the first
    /// size, the aspect ratio kept, black around it. Otherwise capturing it ends by an error, which is the default.</param>
    /// <exception cref="IOException">There is no display, no such window, more than one, or the rectangle is not on the
    /// screen.</exception>
    /// <exception cref="NotSupportedException">The session is Wayland's, the screen has other than 24 bits of color, or the
    /// system is neither Linux nor Windows.</exception>
    public static IScreenSource Open(CaptureArea area, bool followsSize = false)
    {
        ArgumentNullException.ThrowIfNull(area);
        return OperatingSystem.IsLinux() ? X11ScreenSource.Open(area, DisplayName.OfThisSession(), followsSize)
            : OperatingSystem.IsWindows() ? GdiScreenSource.Open(area, followsSize)
            : throw new PlatformNotSupportedException("Recording works on Linux with X11, and on Windows.");
    }
}
