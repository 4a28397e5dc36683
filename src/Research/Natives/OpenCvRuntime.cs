using OpenCvSharp;

namespace Research.Natives;

/// <summary>The OpenCV that reads videos and images on this machine; shown by <c>research doctor</c>.</summary>
public static class OpenCvRuntime
{
    /// <summary>Why OpenCV cannot be loaded, and the way out; null where it can.</summary>
    /// <remarks>All else here throws <see cref="DllNotFoundException"/> where it cannot.</remarks>
    public static string? Fault => NativeLibraries.OpenCv.Fault;

    /// <summary>The file that is loaded.</summary>
    public static string File => Loaded(() => NativeLibraries.OpenCvLibrary);

    /// <summary>OpenCV's version, such as <c>4.13.0</c>.</summary>
    public static string Version => Loaded(() => Cv2.GetVersionString() ?? "unknown");

    /// <summary>The backends for videos that its build information lists with YES, such as <c>FFMPEG</c>.</summary>
    public static IReadOnlyList<string> VideoBackends => Loaded<IReadOnlyList<string>>(() =>
    [
        .. Cv2.GetBuildInformation().Split('\n')
            .SkipWhile(line => !line.Contains("Video I/O:", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.Contains(':', StringComparison.Ordinal))
            .Where(line => !line.StartsWith("      ", StringComparison.Ordinal)) // deeper: FFmpeg's own libraries
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(entry => entry[1].StartsWith("YES", StringComparison.Ordinal)).Select(entry => entry[0]),
    ]);

    private static T Loaded<T>(Func<T> question) => Fault is null ? question() : throw new DllNotFoundException(Fault);
}
