using System.Runtime.InteropServices;

namespace Research.Capture.X11;

/// <summary>The system's X libraries, which recording on Linux needs.</summary>
public static class XLibraries
{
    private static readonly string[] Needed = ["libX11.so.6", "libXext.so.6", "libXi.so.6"];

    /// <summary>What they are called; null where one is not installed.</summary>
    public static string? Names => Needed.All(name => NativeLibrary.TryLoad(name, out _)) ? string.Join(", ", Needed) : null;
}
