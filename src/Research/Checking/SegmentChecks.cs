using Research.Alignment;
using Research.Sessions;

namespace Research.Checking;

/// <summary>The markers of segments, and what is pressed beside them.</summary>
internal static class SegmentChecks
{
    /// <summary>
    /// Seconds between two segments from which on a key held from the one to the other was not let go by mistake of the log: a
    /// result screen is read and left by keys, which takes a second or two.
    /// </summary>
    private const double LeastBreak = 2;

    /// <summary>Share of the presses outside of segments: a player in menus and on the map presses less than in fights.</summary>
    private const double MostOutside = 0.5;

    /// <summary>Presses below which a share means nothing.</summary>
    private const int LeastPresses = 20;

    /// <summary>Checks the markers and finds the segments' frames.</summary>
    public static void Run(CheckedSession session)
    {
        if (session is not { Log: { } log, Game: { } game })
        {
            return;
        }

        bool isFound = CheckMarkers(session, log);
        if (session.Clock is not { } clock)
        {
            return;
        }

        if (game.Segment == SegmentKind.Session)
        {
            session.Segments = FightIntervals.Session(clock);
            return;
        }

        if (log.Markers.Count == 0)
        {
            session.Findings.Add("no-segments", new FindingPlace(session.Files.Events), "no marker",
                "fight_start and fight_end, or episode_start and episode_end");
        }
        else if (isFound)
        {
            session.Segments = FightIntervals.Find(log, clock);
            CheckSegments(session, log, session.Segments);
        }
    }

    /// <returns>Whether every segment has its start and, but for the last, its end.</returns>
    private static bool CheckMarkers(CheckedSession session, EventLog log)
    {
        FightMarker? open = null;
        bool isFound = true;
        foreach (var marker in log.Markers)
        {
            if (marker.IsStart == open is not null)
            {
                isFound = false;
                session.Findings.Add(marker.IsStart ? "segment-nested" : "segment-unopened",
                    session.EventPlace(marker.Line, marker.Time),
                    marker.IsStart ? $"a start in the segment that line {open!.Value.Line} started" : "an end outside a segment",
                    marker.IsStart ? "the end first" : "a start first");
            }

            open = marker.IsStart ? marker : null;
        }

        if (open is { } endless)
        {
            session.Findings.Add("segment-unclosed", session.EventPlace(endless.Line, endless.Time),
                "a start without an end", "an end");
        }

        return isFound;
    }

    private static void CheckSegments(CheckedSession session, EventLog log, FightIntervals segments)
    {
        FightMarker[] starts = [.. log.Markers.Where(marker => marker.IsStart)],
            ends = [.. log.Markers.Where(marker => !marker.IsStart)];
        foreach (var (i, range) in segments.Ranges.Index().Where(segment => segment.Item.Count == 0))
        {
            session.Findings.Add("segment-empty", session.EventPlace(starts[i].Line, starts[i].Time),
                "a segment without a frame", $"one frame at least, from {range.First} on");
        }

        for (int i = 0; i + 1 < starts.Length && i < ends.Length; i++)
        {
            double from = ends[i].Time, to = starts[i + 1].Time;
            foreach (var hold in session.Holds.All.Where(hold => to - from >= LeastBreak && hold.Press.Time < from
                && (hold.Release?.Time ?? double.PositiveInfinity) > to))
            {
                session.Findings.Add("key-held-across", session.EventPlace(hold.Press.Line, hold.Press.Time),
                    $"'{log.KeyNames[hold.Key]}' down from one segment to the next, over a break of {to - from:0.0} s",
                    "a release before the next segment");
            }
        }

        int outside = session.Holds.All.Count(hold => !starts.Zip(ends).Any(segment =>
            hold.Press.Time >= segment.First.Time && hold.Press.Time <= segment.Second.Time));
        if (starts.Length == ends.Length && session.Holds.All.Count >= LeastPresses
            && outside > MostOutside * session.Holds.All.Count)
        {
            session.Findings.Add("presses-outside", session.EventPlace(starts[0].Line, starts[0].Time),
                $"{outside} of {session.Holds.All.Count} presses outside of segments", "most of them in segments");
        }
    }
}
