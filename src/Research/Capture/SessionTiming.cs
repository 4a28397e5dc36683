using Research.Alignment;
using Research.Metrics;

namespace Research.Capture;

/// <summary>
/// How far a session's frame log is from the times at which its video shows the frames, both counted from the first frame.
/// </summary>
/// <param name="VideoFrames">Frames of the video.</param>
/// <param name="LoggedFrames">Lines of the frame log.</param>
/// <param name="Seconds">From the first to the last logged frame.</param>
/// <param name="Drift">Milliseconds by which logged times run away from the video in an hour: the slope of a line fitted to all
/// frames; NaN where there are no two to compare.
/// </param>
/// <param name="DriftError">Its standard error.</param>
/// <param name="FarthestError">The largest difference of a frame between log and video, in milliseconds; positive where the log
/// is later.</param>
/// <param name="FarthestFrame">That frame, from 0.</param>
/// <param name="FirstApart">The first frame, from 0, that differs by more than <paramref name="Tolerance"/>; null where none
/// does.</param>
/// <param name="Tolerance">Milliseconds between two frames of the video (the median): what the largest difference may be.</param>
/// <param name="LinesWithoutFrame">Lines of the log, from 0, for which the video has no frame; by their times.</param>
/// <param name="FramesWithoutLine">Frames of the video, from 0, for which the log has no line; by their times.</param>
public sealed record SessionTiming(
    int VideoFrames, int LoggedFrames, double Seconds, double Drift, double DriftError, double FarthestError, int FarthestFrame,
        int? FirstApart, double Tolerance,
    IReadOnlyList<FrameRange> LinesWithoutFrame, IReadOnlyList<FrameRange> FramesWithoutLine)
{
    private const double MillisecondsPerHour = 3.6e6;

    /// <summary>Whether every frame of the video has its line.</summary>
    public bool CountsAgree => VideoFrames == LoggedFrames;

    /// <summary>Whether no frame is farther from its line's time than <see cref="Tolerance"/>.</summary>
    public bool TimesAgree => FirstApart is null;

    /// <summary>
    /// Compares a frame log with the times of a video. Where they are not as many, those are compared that fit by time.
    /// </summary>
    /// <param name="clock">The frame log.</param>
    /// <param name="shown">Seconds at which the video shows each frame, rising, from any origin.</param>
    /// <exception cref="LogFormatException">The log has a single line.</exception>
    public static SessionTiming Of(FrameClock clock, IReadOnlyList<double> shown)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(shown);
        if (clock.Count < 2)
        {
            throw new LogFormatException(clock.File, 1, "a single frame", "two at least, to compare times");
        }

        var match = shown.Count == clock.Count ? null : FrameMatch.Of(shown, clock.Times);
        (int Frame, int Line)[] pairs = [.. match?.Pairs ?? [.. Enumerable.Range(0, clock.Count).Select(k => (k, k))]];
        double[] x = [.. pairs.Select(p => shown[p.Frame] - shown[pairs[0].Frame])];
        // of doubles near 2 × 10⁹
        double[] late = [.. pairs.Select((p, k) => Math.Round(clock.Times[p.Line] - clock.Times[pairs[0].Line] - x[k], 6))];
        double tolerance = FrameClock.UsualInterval(shown);
        int apart = Array.FindIndex(late, error => Math.Abs(error) > tolerance);
        int farthest = late.Length == 0 ? 0 : Array.IndexOf(late, late.MaxBy(Math.Abs));
        var fit = x.Distinct().Take(2).Count() == 2 ? LinearFit.Of(x, late) : new LinearFit(double.NaN, 0, double.NaN, 0);
        return new(shown.Count, clock.Count, clock.Times[^1] - clock.Times[0], fit.Slope * MillisecondsPerHour,
            fit.SlopeError * MillisecondsPerHour,
            late.Length == 0 ? double.NaN : late[farthest] * 1000, late.Length == 0 ? 0 : pairs[farthest].Frame,
            apart < 0 ? null : pairs[apart].Frame, tolerance * 1000,
            match?.LinesWithoutFrame ?? [], match?.FramesWithoutLine ?? []);
    }
}
