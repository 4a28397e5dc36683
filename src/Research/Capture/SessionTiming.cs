using Research.Alignment;
using Research.Data;
using Research.Metrics;

namespace Research.Capture;

/// <summary>How well a session's frame log keeps the time of its video, in which frame k is shown at k / fps.</summary>
/// <param name="VideoFrames">Frames of the video.</param>
/// <param name="LoggedFrames">Lines of the frame log.</param>
/// <param name="FramesPerSecond">As the video says.</param>
/// <param name="Seconds">From the first to the last logged frame.</param>
/// <param name="Drift">Milliseconds by which logged times run away from the video in an hour: the slope of a line fitted to all frames.</param>
/// <param name="DriftError">Its standard error.</param>
/// <param name="LargestDeviation">Milliseconds of the frame that is farthest from that line.</param>
public sealed record SessionTiming(
    int VideoFrames, int LoggedFrames, double FramesPerSecond, double Seconds, double Drift, double DriftError, double LargestDeviation)
{
    private const double MillisecondsPerHour = 3.6e6;

    /// <summary>Whether every frame of the video has its line.</summary>
    public bool CountsAgree => VideoFrames == LoggedFrames;

    /// <summary>Measures a session.</summary>
    /// <param name="folder">The folder of the session's files.</param>
    /// <param name="name">The session.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, or no session of that name in it.</exception>
    /// <exception cref="FileNotFoundException">The session has no video, or more than one.</exception>
    /// <exception cref="LogFormatException">The frame log is absent, empty or malformed, or has a single line.</exception>
    /// <exception cref="VideoException">The video cannot be opened.</exception>
    public static SessionTiming Of(string folder, string name)
    {
        SessionLogs.RequireSession(folder, name);
        string video = Session.FindVideo(folder, name);
        var clock = FrameClock.Read(Path.Combine(folder, name + "_frames.jsonl"));
        using var reader = VideoReader.Open(video);
        return Of(clock, VideoReader.CountFrames(video), reader.FramesPerSecond);
    }

    /// <summary>Measures a frame log.</summary>
    /// <param name="clock">The frame log.</param>
    /// <param name="videoFrames">Frames of the video.</param>
    /// <param name="framesPerSecond">As the video says.</param>
    /// <exception cref="LogFormatException">It has a single line.</exception>
    public static SessionTiming Of(FrameClock clock, int videoFrames, double framesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (clock.Count < 2)
        {
            throw new LogFormatException(clock.File, 1, "a single frame", "two at least, to measure a rate");
        }

        double[] shown = [.. Enumerable.Range(0, clock.Count).Select(k => k / framesPerSecond)];
        double start = clock.Times[0];
        var fit = LinearFit.Of(shown, [.. clock.Times.Select((t, k) => t - start - shown[k])]);
        return new(videoFrames, clock.Count, framesPerSecond, clock.Times[^1] - start,
            fit.Slope * MillisecondsPerHour, fit.SlopeError * MillisecondsPerHour, fit.LargestResidual * 1000);
    }
}
