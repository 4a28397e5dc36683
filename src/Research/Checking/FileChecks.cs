using Research.Alignment;
using Research.Capture;
using Research.Formats;

namespace Research.Checking;

/// <summary>Reads the files of a session: what is missing, empty, not fetched, cut off or in other units.</summary>
internal static class FileChecks
{
    /// <summary>
    /// A recorder takes a frame a second at least (<see cref="FrameSchedule"/>). A log with one in more than this many seconds
    /// counts milliseconds from its start.
    /// </summary>
    private const double SlowestInterval = 2;

    /// <summary>
    /// Share of a recording's frames that do not show the game as it was: no new picture, another window, black. A frame now
    /// and then is usual; from a twentieth on, a window of 20 frames has one of them.
    /// </summary>
    private const double MostNotShown = 0.05;

    /// <summary>Times below this, three years, are counted from the start of a recording, not from 1970.</summary>
    private const double LatestFromStart = 1e8;

    /// <summary>Milliseconds, microseconds and nanoseconds in a second.</summary>
    private static readonly double[] Factors = [1e3, 1e6, 1e9];

    /// <summary>Reads the logs, and makes labels of them where they can be made.</summary>
    public static void Run(CheckedSession session)
    {
        foreach (string file in session.Files.Existing)
        {
            CheckContent(session, file);
        }

        session.FrameLines = Readable(session, session.Files.Frames) ? FrameLines.Read(session.Files.Frames) : null;
        session.EventLines = Readable(session, session.Files.Events) ? EventLines.Read(session.Files.Events) : null;
        AddFaults(session, session.Files.Frames, session.FrameLines?.Faults);
        AddFaults(session, session.Files.Events, session.EventLines?.Faults);
        CheckUnits(session);
        CheckRecording(session);
        if (session.FrameLines is { IsClock: true } lines)
        {
            session.Clock = FrameClock.Of(lines.Times, lines.File);
        }

        if (session.EventLines is { } events && events.Faults.All(fault => fault.Line > 0))
        {
            session.Log = events.ToEventLog();
            AddMouse(session);
        }
    }

    private static bool Readable(CheckedSession session, string file)
    {
        if (!File.Exists(file))
        {
            session.Findings.Add("log-missing", new FindingPlace(file), "no such file", "the log beside the other one");
            return false;
        }

        return new FileInfo(file).Length > 0 && !IsPointer(file);
    }

    private static void CheckContent(CheckedSession session, string file)
    {
        long length = new FileInfo(file).Length;
        if (length == 0 && file != session.Files.Mouse)
        {
            session.Findings.Add("empty-file", new FindingPlace(file), "0 bytes", "a file with content");
        }
        else if (IsPointer(file))
        {
            session.Findings.Add("git-lfs-pointer", new FindingPlace(file), $"a Git LFS pointer of {length} bytes",
                "the file that it stands for");
        }
    }

    /// <summary>Whether a file is a text that Git LFS left in its place.</summary>
    public static bool IsPointer(string file)
    {
        using var stream = RegularFile.OpenRead(file, "a file of a session");
        Span<byte> begin = stackalloc byte[32];
        int count = stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        return GitLfsPointer.IsBeginning(begin[..count]);
    }

    private static void AddFaults(CheckedSession session, string file, IReadOnlyList<LogFault>? faults)
    {
        foreach (var fault in faults ?? [])
        {
            session.Findings.Add(fault.IsCutOff ? "cut-off-line" : "malformed-line", new FindingPlace(file) { Line = fault.Line },
                fault.Found, fault.Expected);
        }
    }

    private static void CheckUnits(CheckedSession session)
    {
        double frames = FactorOf(session.FrameLines?.Times ?? []), events = FactorOf([.. Times(session)]);
        if (session.FrameLines is { Times.Length: > 1 } log && frames == 1 && FrameClock.UsualInterval(log.Times) is var interval
            && interval > SlowestInterval && log.Times.Max() < LatestFromStart)
        {
            frames = 1e3; // from 0, in milliseconds
        }

        double seconds = session.FrameLines is { Times.Length: > 1 } clock ? Span(clock.Times) / frames : 0;
        if (events == 1 && seconds > 0 && Times(session).ToArray() is { Length: > 1 } times
            && Span(times) > 20 * seconds && Span(times) / 1e3 <= 1.5 * seconds && times.Max() < LatestFromStart)
        {
            events = 1e3;
        }

        if (frames > 1)
        {
            Report(session.Files.Frames, 1, session.FrameLines!.Times[0], $"{frames:0} in a second");
            session.FrameLines = session.FrameLines.DividedBy(frames);
        }

        if (events > 1)
        {
            Report(session.Files.Events, 1, Times(session).First(), $"{events:0} in a second");
            session.EventLines = session.EventLines!.DividedBy(events);
        }

        foreach (var (time, line) in (session.EventLines?.Times ?? []).Where(pair => LogLine.Unit(pair.Time) is not null))
        {
            Report(session.Files.Events, line, time, LogLine.Unit(time)!);
        }

        if (session.FrameLines is { Faults.Count: 0 } all)
        {
            foreach (var (frame, time) in all.Times.Index().Where(pair => LogLine.Unit(pair.Item) is not null))
            {
                Report(session.Files.Frames, frame + 1, time, LogLine.Unit(time)!);
            }
        }

        static double Span(double[] all) => all.Max() - all.Min();

        void Report(string file, int line, double time, string unit) => session.Findings.Add("wrong-unit",
            new FindingPlace(file) { Line = line }, $"t = {time:R}, {unit} as it seems", "UTC seconds");
    }

    private static IEnumerable<double> Times(CheckedSession session) =>
        session.EventLines?.Times.Select(pair => pair.Time) ?? [];

    private static double FactorOf(double[] times) => times.Length == 0 ? 1
        : Factors.LastOrDefault(factor => times.All(t => Math.Abs(t) >= 1e8 * factor && LogLine.Unit(t) is not null), 1);

    private static void CheckRecording(CheckedSession session)
    {
        if (!File.Exists(session.Files.Info) || new FileInfo(session.Files.Info).Length == 0 || IsPointer(session.Files.Info))
        {
            return;
        }

        RecordingInfo info;
        try
        {
            info = RecordingInfo.Read(session.Files.Info);
        }
        catch (InvalidDataException e)
        {
            session.Findings.Add("malformed-line", new FindingPlace(session.Files.Info), e.Message, "what a recorder writes");
            return;
        }

        if (info.EndReason is null)
        {
            session.Findings.Add("recording-not-ended", new FindingPlace(session.Files.Info), "no reason why it ended",
                "one, which the recorder writes last");
        }

        if (info.Frames is { } frames and > 0)
        {
            CheckFrames(session, info, frames);
        }
    }

    private static void CheckFrames(CheckedSession session, RecordingInfo info, int frames)
    {
        int stalled = (info.Duplicates ?? 0) + (info.Overflowed ?? 0);
        if (stalled > MostNotShown * frames)
        {
            session.Findings.Add("recorder-stalled", new FindingPlace(session.Files.Info),
                $"{stalled} of {frames} frames with an older picture", $"at most {MostNotShown:0 %} of them");
        }

        var (covered, hidden, black) = (info.Covered ?? 0, info.Hidden ?? 0, info.Black ?? 0);
        if (Math.Max(covered, black) + hidden > MostNotShown * frames) // a covered frame may be black, too
        {
            session.Findings.Add("window-not-shown", new FindingPlace(session.Files.Info),
                $"{covered} covered, {hidden} hidden and {black} black of {frames} frames",
                $"at most {MostNotShown:0 %} of them");
        }
    }

    private static void AddMouse(CheckedSession session)
    {
        if (session.Game is not ({ Actions.UsesMouse: true } or { UsesMotion: true }) || session.Clock is null)
        {
            return;
        }

        if (!File.Exists(session.Files.Mouse))
        {
            session.Findings.Add("mouse-log-missing", new FindingPlace(session.Files.Mouse), "no such file",
                session.Game.Actions.UsesMouse ? "the mouse's log: actions.json means actions by the mouse"
                    : "the mouse's log: actions.json says \"motion\": true");
            return;
        }

        try
        {
            var mouse = MouseLog.Read(session.Files.Mouse);
            session.Log = session.Game.Actions.UsesMouse ? MouseKeys.In(session.Log!, mouse, session.Clock) : session.Log;
            _ = session.Game.UsesMotion ? MotionTimeline.Of(mouse, session.Clock, session.Files.Mouse) : null;
        }
        catch (LogFormatException e)
        {
            session.Findings.Add("malformed-line", new FindingPlace(session.Files.Mouse) { Line = e.Line }, e.Found, e.Expected);
        }
    }
}
