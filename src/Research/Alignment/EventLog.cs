using System.Text;

namespace Research.Alignment;

/// <summary>The key presses and fight markers of one recorded session, in the order of time.</summary>
/// <remarks>
/// A line is <c>{"event":"keydown"|"keyup","key":"f","t":1764000926.465}</c> or
/// <c>{"event":"marker","type":"fight_start"|"fight_end","t":…}</c> (or <c>episode_start</c>, <c>episode_end</c>); a key may be wrapped in quotes (<c>"'f'"</c>). A line may
/// have the key's <c>"code"</c>, a number or a text, which is the same for press and release whatever name a modifier or layout
/// makes of them. Without codes, a release by another name is matched as <see cref="Warnings"/> says. Events of equal time keep
/// the order in which they stand in the file.
/// </remarks>
public sealed class EventLog
{
    private const string Example = "a JSON object such as {\"event\":\"keydown\",\"key\":\"f\",\"t\":1764000926.465}";

    private EventLog(string file, KeyEvent[] events, FightMarker[] markers, string[] keyNames, LogWarning[] warnings)
    {
        File = file;
        Events = events;
        Markers = markers;
        KeyNames = keyNames;
        Warnings = warnings;
    }

    /// <summary>A log held in memory.</summary>
    /// <param name="events">Key events in any order; sorted by time, stably by <see cref="KeyEvent.Line"/>.</param>
    /// <param name="markers">Fight markers in any order.</param>
    /// <param name="keyNames">The names that <see cref="KeyEvent.Key"/> points into.</param>
    /// <param name="name">What warnings call this log.</param>
    public static EventLog Of(
        IEnumerable<KeyEvent> events, IEnumerable<FightMarker> markers, IEnumerable<string> keyNames, string name = "events")
    {
        var sorted = events.ToArray();
        SortByTime(sorted);
        return new EventLog(name, sorted, [.. markers.OrderBy(m => m.Time)], [.. keyNames], []);
    }

    /// <summary>The same log with other key events, of which some may stand for keys that it has not.</summary>
    internal EventLog With(IEnumerable<KeyEvent> events, IEnumerable<string> keyNames)
    {
        KeyEvent[] sorted = [.. events.OrderBy(e => e.Time)]; // stable: events of the mouse have no lines to go by
        return new EventLog(File, sorted, [.. Markers], [.. keyNames], [.. Warnings]);
    }

    /// <summary>Path as given to <see cref="Read"/>.</summary>
    public string File { get; }

    /// <summary>Key events, sorted by time.</summary>
    public IReadOnlyList<KeyEvent> Events { get; }

    /// <summary>Fight markers, sorted by time.</summary>
    public IReadOnlyList<FightMarker> Markers { get; }

    /// <summary>
    /// The physical keys that occur, without wrapping quotes, letters in lower case, in order of first occurrence.
    /// </summary>
    public IReadOnlyList<string> KeyNames { get; }

    /// <summary>Lines left out or put in order.</summary>
    public IReadOnlyList<LogWarning> Warnings { get; }

    internal KeyEvent[] EventArray => (KeyEvent[])Events;

    /// <summary>Reads a log in one pass.</summary>
    /// <param name="path">A <c>…_events.jsonl</c> file.</param>
    /// <param name="malformed">What to do with a line that is no event. A cut-off last line is always left out and
    /// reported.</param>
    /// <exception cref="LogFormatException">The file is absent or empty, or a line is no event.</exception>
    public static EventLog Read(string path, MalformedLines malformed = MalformedLines.Refuse)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var events = new List<KeyEvent>();
        var markers = new List<FightMarker>();
        var keys = new KeyNameTable();
        var warnings = new List<LogWarning>();
        var skipped = new List<int>();

        using var lines = new JsonLines(path, "one JSON event a line");
        while (lines.TryRead(out var line))
        {
            var fault = LogLine.Read(line, Example, out var fields);
            fault ??= LogLine.Unit(fields.Time) is { } unit ? ($"t = {fields.Time:R}, {unit} as it seems", "UTC seconds") : null;
            fault ??= Append(fields, lines.Number, events, markers, keys);
            if (fault is not var (found, expected))
            {
                continue;
            }

            if (lines.IsUnterminated)
            {
                warnings.Add(new LogWarning(path, lines.Number, $"the last line is cut off ({found}); left out."));
            }
            else if (malformed == MalformedLines.Skip)
            {
                skipped.Add(lines.Number);
            }
            else
            {
                throw new LogFormatException(path, lines.Number, found, expected);
            }
        }

        if (lines.Read == 0)
        {
            throw new LogFormatException(path, 0, "blank lines alone", "one JSON event a line");
        }

        if (skipped.Count > 0)
        {
            warnings.Add(new LogWarning(path, skipped[0],
                $"{skipped.Count} malformed {(skipped.Count == 1 ? "line" : "lines")} left out (line "
                + $"{string.Join(", ", skipped)})."));
        }

        var sorted = events.ToArray();
        int late = SortByTime(sorted);
        if (late > 0)
        {
            warnings.Add(new LogWarning(path, 0, $"{late} key events stood after a later one; sorted by time."));
        }

        string[] names = keys.ToArray();
        var renamed = ReleaseNames.Match(sorted, names, keys.Coded());
        if (renamed.Count > 0)
        {
            string pairs = string.Join(", ", renamed.GroupBy(r => (r.Named, r.Held))
                .Select(g => $"'{g.Key.Named}' for '{g.Key.Held}' ({g.Count()})"));
            warnings.Add(new LogWarning(path, renamed[0].Line,
                $"{renamed.Count} {(renamed.Count == 1 ? "keyup" : "keyups")} by another name than the keydown, as modifiers "
                + $"and layouts make them, matched with the key that was down: {pairs}."));
        }

        return new EventLog(path, sorted, [.. markers.OrderBy(m => m.Time)], names, [.. warnings]);
    }

    internal static (string Found, string Expected)? Append(
        in LogLine fields, int number, List<KeyEvent> events, List<FightMarker> markers, KeyNameTable keys)
    {
        bool down = fields.Event.SequenceEqual("keydown"u8);
        if (down || fields.Event.SequenceEqual("keyup"u8))
        {
            if (fields.Key.IsEmpty)
            {
                return ("a key event without \"key\"", "\"key\": the name of the key");
            }

            int key = keys.IndexOf(fields.Key, fields.Code);
            events.Add(new KeyEvent(fields.Time, key, down ? KeyTransition.Down : KeyTransition.Up, number));
            return null;
        }

        if (!fields.Event.SequenceEqual("marker"u8))
        {
            return ($"\"event\": \"{Encoding.UTF8.GetString(fields.Event)}\"", "\"keydown\", \"keyup\" or \"marker\"");
        }

        bool start = fields.Type.SequenceEqual("fight_start"u8) || fields.Type.SequenceEqual("episode_start"u8);
        if (!start && !fields.Type.SequenceEqual("fight_end"u8) && !fields.Type.SequenceEqual("episode_end"u8))
        {
            return ($"a marker of \"type\": \"{Encoding.UTF8.GetString(fields.Type)}\"",
                "\"fight_start\", \"fight_end\", \"episode_start\" or \"episode_end\"");
        }

        markers.Add(new FightMarker(fields.Time, start, number));
        return null;
    }

    /// <summary>Sorts stably and counts the events that came after a later one.</summary>
    private static int SortByTime(KeyEvent[] events)
    {
        int late = 0;
        double latest = double.NegativeInfinity;
        foreach (var e in events)
        {
            late += e.Time < latest ? 1 : 0;
            latest = Math.Max(latest, e.Time);
        }

        if (late > 0)
        {
            Array.Sort(events, static (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Line.CompareTo(b.Line));
        }

        return late;
    }
}
