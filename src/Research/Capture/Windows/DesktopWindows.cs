using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Research.Capture.Windows;

/// <summary>The windows that a person sees.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe class DesktopWindows
{
    private const int LongestTitle = 512;

    [ThreadStatic]
    private static List<(nint Window, string Title)>? t_found;

    /// <summary>Those that have a title.</summary>
    public static List<(nint Window, string Title)> Titled()
    {
        var found = t_found = [];
        _ = Win32.EnumWindows(&Note, 0);
        t_found = null;
        return found;
    }

    [UnmanagedCallersOnly]
    private static int Note(nint window, nint data)
    {
        char* title = stackalloc char[LongestTitle];
        int length = Win32.IsWindowVisible(window) == 0 ? 0 : Win32.GetWindowTextW(window, title, LongestTitle);
        if (length > 0)
        {
            t_found!.Add((window, new string(title, 0, length)));
        }

        return 1;
    }
}
