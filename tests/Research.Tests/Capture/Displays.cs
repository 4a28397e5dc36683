using Research.TestDisplay;

namespace Research.Tests.Capture;

internal static class Displays
{
    /// <summary>An X server for a test, which is skipped where there can be none.</summary>
    public static VirtualDisplay Start(int width = 320, int height = 240, int depth = 24, params string[] options)
    {
        Skip.If(VirtualDisplay.Missing is not null, VirtualDisplay.Missing);
        return VirtualDisplay.Start(width, height, depth, options);
    }
}
