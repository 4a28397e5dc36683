using System.Runtime.InteropServices;

namespace Research.Capture.X11;

/// <summary>Keys that a program presses.</summary>
internal static partial class LibXtst
{
    private const string Name = "libXtst.so.6";

    [LibraryImport(Name)]
    public static partial int XTestFakeKeyEvent(nint display, uint keyCode, int press, nuint delay);
}
