using System.Globalization;
using Research.Alignment;
using Research.Sessions;

namespace Research.Capture;

/// <summary>
/// Whether a session's video and logs belong to each other: every frame decoded, every frame's time compared with its line's.
/// </summary>
/// <param name="Timing">The times.</param>
/// <param name="Still">Stretches of two seconds and more in which the picture stands still, in order.</param>
/// <param name="Faults">What is wrong, each a sentence; empty where the session can be trained on.</param>
public sealed record SessionCheck(SessionTiming Timing, IReadOnlyList<StillPicture> Still, IReadOnlyList<string> Faults)
{
    private const double ShortestStill = 2; // seconds
    private const int MostPlaces = 5;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsInSync => Faults.Count == 0;

    /// <summary>Whether video and logs have the same frames at the same times, whatever the picture shows.</summary>
    public bool IsTimingRight => Timing is { CountsAgree: true, TimesAgree: true };

    /// <summary>Checks a session.</summary>
    /// <param name="folder">The folder of the session's files.</param>
    /// <param name="name">The session.</param>
    /// <param name="progress">Reports the decoded frames.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, or no session of that name in it.</exception>
    /// <exception cref="FileNotFoundException">The session has no video, or more than one.</exception>
    /// <exception cref="LogFormatException">A log is absent, empty or malformed, or the frame log has a single line.</exception>
    /// <exception cref="VideoException">The video cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static SessionCheck Run(
        string folder, string name, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        SessionLogs.RequireSession(folder, name);
        string video = Session.FindVideo(folder, name);
        var logs = SessionLogs.Open(folder, name);
        double[] shown = VideoTimes.Read(video);
        var timing = SessionTiming.Of(logs.Frames, shown);
        var scan = PictureScan.Of(video, shown, progress, cancellation);
        StillPicture[] still = [.. scan.Runs.Select(run => Picture(run, shown, logs))
            .Where(picture => picture.Seconds >= ShortestStill)];
        return new SessionCheck(timing, still, [.. Find(Path.Combine(folder, name), timing, logs.Frames, scan, still)]);
    }

    private static IEnumerable<string> Find(
        string session, SessionTiming timing, FrameClock clock, PictureScan scan, StillPicture[] still)
    {
        if (scan.Fault is { } fault)
        {
            yield return fault;
        }

        if (!timing.CountsAgree)
        {
            string[] places =
            [
                .. Places(timing.LinesWithoutFrame,
                    run => $"the video has no frame for lines {run.First + 1} to {run.End} of the log, "
                    + $"{Number(clock.Times[run.First] - clock.Times[0])} to "
                    + $"{Number(clock.Times[run.End - 1] - clock.Times[0])} s"),
                .. Places(timing.FramesWithoutLine,
                    run => $"the log has no line for frames {run.First} to {run.End - 1} of the video"),
            ];
            yield return $"found {timing.VideoFrames} frames of video and {timing.LoggedFrames} lines of frame log; expected as "
                + "many"
                + $"{string.Concat(places.Select(place => "; " + place))}. './research repair "
                + $"{ShellText.Quote(session)}' makes both agree and keeps the originals.";
        }

        if (timing.FirstApart is { } apart)
        {
            yield return $"from frame {apart} on log and video are apart, most at frame {timing.FarthestFrame}, which is "
                + $"{Number(Math.Abs(timing.FarthestError))} ms {(timing.FarthestError > 0 ? "later" : "earlier")} in the log "
                + $"than in the video; expected at most {Number(timing.Tolerance)} ms, a frame. Either frames or lines are "
                + "missing, or whoever wrote the video gave it "
                + "a rate that was not kept; lamps (-o) show where keys and picture part.";
        }

        foreach (var picture in still.Where(picture => picture.Presses >= StillPicture.AnsweredPresses))
        {
            yield return $"the picture stands still for {Number(picture.Seconds)} s, frames {picture.Frames.First} to "
                + $"{picture.Frames.End - 1}, while keys are pressed {picture.Presses} times; expected a picture that follows the "
                + "game. It is often a menu or the end of a fight: lamps (-o) show it.";
        }
    }

    private static IEnumerable<string> Places(IReadOnlyList<FrameRange> runs, Func<FrameRange, string> place) =>
        runs.Count > MostPlaces ? [.. runs.Take(MostPlaces).Select(place), $"and {runs.Count - MostPlaces} more places"]
            : runs.Select(place);

    private static StillPicture Picture(FrameRange run, double[] shown, SessionLogs logs)
    {
        // a gap behind it is no picture
        double start = At(shown, run.First), seconds = At(shown, run.End - 1) - start + FrameClock.UsualInterval(shown);
        double first = logs.Frames.Times[0] + start;
        int presses = logs.Events.Events.Count(e => e.Transition == KeyTransition.Down && e.Time > first && e.Time < first
            + seconds && IsFought(logs, e.Time));
        return new StillPicture(run, Math.Round(start, 3), Math.Round(seconds, 3), presses);
    }

    private static double At(double[] shown, int frame) => shown[Math.Min(frame, shown.Length - 1)];

    private static bool IsFought(SessionLogs logs, double time) =>
        logs.Fights.Ranges.Count == 0
        || logs.Fights.Ranges.Any(fight => fight.Count > 0 && logs.Frames.Times[fight.First] <= time
            && time <= logs.Frames.Times[fight.End - 1]);

    private static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);
}
