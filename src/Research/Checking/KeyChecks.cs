using Research.Alignment;

namespace Research.Checking;

/// <summary>Presses and releases that no player makes.</summary>
internal static class KeyChecks
{
    /// <summary>
    /// Seconds. Contacts of a keyboard bounce for about 5 ms, which every keyboard waits for, and a finger needs some 30 ms to
    /// turn round; the shortest press of the report's logs took 15 ms.
    /// </summary>
    private const double ShortestPress = 0.005;

    /// <summary>
    /// Events of one time. A hand has five fingers; ten of them at the same microsecond are a queue that was emptied late.
    /// </summary>
    private const int MostAtOnce = 6;

    /// <summary>
    /// Share of all presses from which on an unbound key is no accident: a key that opens a menu is pressed now and then, one of
    /// the game all the time.
    /// </summary>
    private const double UnknownShare = 0.1;

    /// <summary>Presses below which a share means nothing.</summary>
    private const int LeastPresses = 10;

    /// <summary>Checks the event log.</summary>
    public static void Run(CheckedSession session)
    {
        if (session.Log is not { } log)
        {
            return;
        }

        if (log.Events.Count == 0)
        {
            session.Findings.Add("no-key-events", new FindingPlace(session.Files.Events), "no press and no release",
                "what the player pressed");
            return;
        }

        CheckNames(session, log);
        CheckOrder(session, log);
        CheckShort(session, log);
        CheckAtOnce(session);
    }

    private static void CheckNames(CheckedSession session, EventLog log)
    {
        if (session.Game is not { } game)
        {
            return;
        }

        var presses = session.Holds.All.GroupBy(hold => hold.Key).ToDictionary(group => group.Key, group => group.ToList());
        int all = session.Holds.All.Count;
        // a name that only releases had which were matched with another key's press has no event any more
        var pressed = log.Events.Select(e => e.Key).Distinct().Order();
        foreach (int key in pressed.Where(key => game.Actions.OfKey(log.KeyNames[key]) < 0))
        {
            int count = presses.GetValueOrDefault(key)?.Count ?? 0;
            var first = log.Events.First(e => e.Key == key);
            bool isOften = count >= LeastPresses && count >= UnknownShare * all;
            session.Findings.Add("unknown-key", session.EventPlace(first.Line, first.Time),
                $"the key '{log.KeyNames[key]}', pressed {count} times of {all}",
                $"a key of an action: {string.Join(", ", game.Actions.KeysOf.SelectMany(keys => keys))}",
                isOften ? Severity.Warning : null);
        }
    }

    private static void CheckOrder(CheckedSession session, EventLog log)
    {
        foreach (var (press, again) in session.Holds.PressedAgain)
        {
            session.Findings.Add("down-while-down", session.EventPlace(again.Line, again.Time),
                $"'{log.KeyNames[again.Key]}' goes down, {again.Time - press.Time:0.0} s after line {press.Line} and not up "
                    + "between", "a release first");
        }

        var first = new HashSet<int>();
        var firstLines = log.Events.Where(e => first.Add(e.Key)).Select(e => e.Line).ToHashSet();
        foreach (var release in session.Holds.LooseReleases)
        {
            bool isFirst = firstLines.Contains(release.Line);
            session.Findings.Add("up-without-down", session.EventPlace(release.Line, release.Time),
                $"'{log.KeyNames[release.Key]}' goes up and was not down{(isFirst ? " since the recording began" : "")}",
                "a press first", isFirst ? Severity.Note : null);
        }
    }

    private static void CheckShort(CheckedSession session, EventLog log)
    {
        foreach (var hold in session.Holds.All.Where(hold => hold.Release is { } up && up.Line > 0
            && up.Time - hold.Press.Time < ShortestPress))
        {
            session.Findings.Add("press-too-short", session.EventPlace(hold.Press.Line, hold.Press.Time),
                $"'{log.KeyNames[hold.Key]}' down for {(hold.Release!.Value.Time - hold.Press.Time) * 1000:0.##} ms",
                $"{ShortestPress * 1000:0} ms at least");
        }
    }

    private static void CheckAtOnce(CheckedSession session)
    {
        foreach (var instant in session.EventLines!.Keys.GroupBy(e => e.Time).Where(group => group.Count() >= MostAtOnce))
        {
            session.Findings.Add("events-at-once", session.EventPlace(instant.First().Line, instant.Key),
                $"{instant.Count()} events of one time", $"fewer than {MostAtOnce}");
        }
    }
}
