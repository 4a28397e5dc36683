using Research.Alignment;

namespace Research.Checking;

/// <summary>Keys that are held for longer than a player holds them, and a keyboard that falls silent.</summary>
internal static class HoldChecks
{
    /// <summary>
    /// Seconds. A finger can hold a key for minutes, but a player lets go at every menu, death and loading screen; the longest
    /// hold of the report's logs is 33 s. <see cref="EventReplay"/> has the same limit.
    /// </summary>
    private const double LongestHold = 60;

    /// <summary>
    /// A key that was always tapped is not held of a sudden: a hold that is so many times longer than all others of its key, and
    /// longer than <see cref="LongestOfTapped"/>.
    /// </summary>
    private const double LongestRatio = 10;

    /// <summary>Seconds in which even a tapped key may be held once: to wait, or by a hand that rests.</summary>
    private const double LongestOfTapped = 10;

    /// <summary>Holds of a key before it is known how long it is held.</summary>
    private const int LeastHolds = 10;

    /// <summary>
    /// Seconds after the first frame within which a key that is down was stuck before: a player needs a fifth of a second to
    /// react to anything, and a recorder is started by another key.
    /// </summary>
    private const double Start = 0.2;

    /// <summary>
    /// Seconds of a segment without a press, a release or a held key. Nobody who plays rests his hands for a minute, at least not
    /// where his other rests are ten times shorter.
    /// </summary>
    private const double LongestRest = 60;

    /// <summary>Checks the holds.</summary>
    public static void Run(CheckedSession session)
    {
        if (session is not { Log: { Events.Count: > 0 } log, Clock: { } clock })
        {
            return;
        }

        double end = Math.Max(clock.Times[^1], log.Events[^1].Time);
        foreach (var key in session.Holds.All.GroupBy(hold => hold.Key))
        {
            CheckKey(session, [.. key], end);
        }

        CheckRests(session, clock);
    }

    private static void CheckKey(CheckedSession session, KeyHold[] holds, double end)
    {
        string name = session.Log!.KeyNames[holds[0].Key];
        double[] seconds = [.. holds.Select(hold => hold.SecondsTo(end))];
        for (int i = 0; i < holds.Length; i++)
        {
            if (!IsLong(seconds, i))
            {
                continue;
            }

            bool isStart = holds[i].Press.Time <= session.Clock!.Times[0] + Start, isEnd = holds[i].Release is null;
            session.Findings.Add(isStart ? "stuck-from-start" : isEnd ? "key-never-released" : "key-held-long",
                session.EventPlace(holds[i].Press.Line, holds[i].Press.Time),
                $"'{name}' down for {seconds[i]:0.0} s{(isEnd ? ", to the end" : "")}{Others(seconds, i)}",
                isEnd ? "a release" : $"at most {(seconds[i] > LongestHold ? LongestHold : LongestOfTapped):0} s");
        }
    }

    private static string Others(double[] seconds, int i) =>
        seconds.Length > 1 ? $", otherwise for {seconds.Where((_, k) => k != i).Max():0.0} s at most" : "";

    private static bool IsLong(double[] seconds, int i) =>
        seconds[i] > LongestHold || (seconds[i] > LongestOfTapped && seconds.Length > LeastHolds
            && seconds[i] > LongestRatio * seconds.Where((_, k) => k != i).Max());

    /// <summary>Looks for stretches of a segment in which nothing is held, pressed or released.</summary>
    private static void CheckRests(CheckedSession session, FrameClock clock)
    {
        foreach (var segment in session.Segments?.Ranges.Where(range => range.Count > 1) ?? [])
        {
            var (start, end) = (clock.Times[segment.First], clock.Times[segment.End - 1]);
            var rests = new List<(double Start, double Seconds)>();
            double free = start;
            var holds = session.Holds.All.Where(hold => hold.Press.Time < end && hold.Press.Time + hold.SecondsTo(end) > start)
                .ToList();
            foreach (var hold in holds)
            {
                if (hold.Press.Time > free)
                {
                    rests.Add((free, hold.Press.Time - free));
                }

                free = Math.Max(free, hold.Press.Time + hold.SecondsTo(end));
            }

            rests.Add((free, end - free));
            var longest = rests.MaxBy(rest => rest.Seconds);
            if (longest.Seconds > LongestRest && holds.Count > LeastHolds
                && rests.All(rest => rest == longest || rest.Seconds * LongestRatio < longest.Seconds))
            {
                session.Findings.Add("no-keys-for-long", session.FramePlace(session.FrameAt(longest.Start)),
                    $"{longest.Seconds:0.0} s of a segment in which no key is down", "keys, as before");
            }
        }
    }
}
