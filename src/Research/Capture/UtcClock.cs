using System.Diagnostics;

namespace Research.Capture;

/// <summary>
/// The clock that frames and keys of a recording share: UTC when the process began, and from then on as even as the machine's
/// counter.
/// </summary>
/// <remarks>
/// The system's own clock may be set while a session is recorded; frames and keys would then part, or a frame come before the
/// last.
/// </remarks>
public static class UtcClock
{
    private static readonly long Origin = Stopwatch.GetTimestamp();
    private static readonly double OriginSeconds = (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;

    /// <summary>UTC seconds since 1970.</summary>
    public static double Now => OriginSeconds + Stopwatch.GetElapsedTime(Origin).TotalSeconds;
}
