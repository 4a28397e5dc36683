using Research.Alignment;

namespace Research.Checking;

/// <summary>The frame log's times, and whether the event log keeps the same clock.</summary>
internal static class ClockChecks
{
    /// <summary>
    /// A recorder's stall lasts seconds; after a minute without a frame somebody has stopped it and started it again.
    /// </summary>
    private const double NewRecording = 60;

    /// <summary>
    /// Seconds between the start of the keyboard's hook and the first frame, and between the last frame and the hook's end:
    /// programs start and stop their threads within a second or two.
    /// </summary>
    private const double LongestLead = 2;

    /// <summary>
    /// Seconds by which a line may be earlier than the one before: threads that write one file are milliseconds apart, and half a
    /// second on a machine that swaps. A larger step back is the clock's.
    /// </summary>
    private const double LongestThreadDelay = 0.5;

    /// <summary>Lines of one time from which on a clock stands still; <see cref="FrameClock"/> has the same number.</summary>
    private const int StandingFrames = 5;

    /// <summary>
    /// A constant rate varies by a few percent from minute to minute. A tenth more or less is another setting.
    /// </summary>
    private const double RateChange = 0.1;

    private const int FramesOfRate = 100;

    /// <summary>Checks both logs.</summary>
    public static void Run(CheckedSession session)
    {
        if (session.FrameLines is { Times.Length: > 0 } lines)
        {
            bool isRounded = RoundedTimes.Check(session);
            CheckOrder(session, lines.Times);
            if (session.Clock is { } clock && !isRounded)
            {
                CheckGaps(session, clock);
                CheckStandstill(session, lines.Times);
                CheckRate(session, lines.Times);
            }
        }

        if (session.EventLines is { } events)
        {
            CheckEventOrder(session, events);
            if (session.Clock is { } clock)
            {
                CheckOverlap(session, events, clock);
            }
        }
    }

    private static void CheckOrder(CheckedSession session, double[] times)
    {
        double interval = FrameClock.UsualInterval(times);
        for (int k = 1; k < times.Length; k++)
        {
            if (times[k] < times[k - 1])
            {
                bool isRestart = times[k] <= times[0] + interval && k > 1;
                session.Findings.Add(isRestart ? "several-episodes" : "times-run-backwards", session.FramePlace(k),
                    $"t = {times[k]:R}, {times[k - 1] - times[k]:0.###} s before the frame above"
                        + (isRestart ? ", where the first frame was" : ""), "frame times that never run backwards");
            }
        }
    }

    private static void CheckGaps(CheckedSession session, FrameClock clock)
    {
        foreach (var gap in clock.Gaps)
        {
            session.Findings.Add(gap.Seconds >= NewRecording ? "several-episodes" : "frames-gap", session.FramePlace(gap.Frame),
                $"{gap.Seconds:0.0##} s without a frame", $"a frame every {clock.Interval:0.###} s");
        }
    }

    private static void CheckStandstill(CheckedSession session, double[] times)
    {
        for (int first = 0, end = 1; first < times.Length; first = end++)
        {
            while (end < times.Length && times[end] == times[first])
            {
                end++;
            }

            if (end - first >= StandingFrames)
            {
                session.Findings.Add("time-stands-still", session.FramePlace(first), $"{end - first} frames of one time",
                    "a time for each frame");
            }
        }
    }

    /// <summary>Compares the median interval of each 100 frames with that of the first 100.</summary>
    private static void CheckRate(CheckedSession session, double[] times)
    {
        double? first = null;
        for (int start = 0; start + FramesOfRate <= times.Length; start += FramesOfRate)
        {
            double interval = FrameClock.UsualInterval(times[start..(start + FramesOfRate)]);
            first ??= interval;
            if (Math.Abs(interval / first.Value - 1) > RateChange)
            {
                session.Findings.Add("rate-changes", session.FramePlace(start), $"a frame every {interval:0.####} s from here on",
                    $"one every {first:0.####} s, as in the first {FramesOfRate} frames");
                return;
            }
        }
    }

    private static void CheckEventOrder(CheckedSession session, EventLines events)
    {
        (double Time, int Line)[] times = [.. events.Times];
        for (int i = 1; i < times.Length; i++)
        {
            var (before, (time, line)) = (times[i - 1].Time, times[i]);
            if (time >= before)
            {
                continue;
            }

            bool goesOn = i + 1 == times.Length || times[i + 1].Time < before; // else one line has a wrong time
            session.Findings.Add(before - time > LongestThreadDelay && goesOn ? "clock-jump" : "events-out-of-order",
                session.EventPlace(line, time), $"t = {time:R}, {before - time:0.###} s before the line above",
                "times that never run backwards");
        }
    }

    private static void CheckOverlap(CheckedSession session, EventLines events, FrameClock clock)
    {
        var times = events.Times.OrderBy(pair => pair.Time).ToList();
        double start = clock.Times[0], end = clock.Times[^1];
        if (times.Count == 0)
        {
            return;
        }

        if (times[^1].Time < start || times[0].Time > end)
        {
            session.Findings.Add("clocks-apart", session.EventPlace(times[0].Line, times[0].Time),
                $"events from {times[0].Time:0.###} to {times[^1].Time:0.###} s",
                $"some from {start:0.###} to {end:0.###} s, where the frames are");
            return;
        }

        int early = times.Count(pair => pair.Time < start - LongestLead);
        int late = times.Count(pair => pair.Time > end + LongestLead);
        if (early > 0)
        {
            session.Findings.Add("events-before-video", session.EventPlace(times[0].Line, times[0].Time),
                $"{early} events more than {LongestLead:0} s before the first frame, the earliest {start - times[0].Time:0.0} s",
                "events while frames are recorded");
        }

        if (late > 0)
        {
            session.Findings.Add("events-after-video", session.EventPlace(times[^1].Line, times[^1].Time),
                $"{late} events more than {LongestLead:0} s after the last frame, the latest {times[^1].Time - end:0.0} s",
                "events while frames are recorded");
        }
    }
}
