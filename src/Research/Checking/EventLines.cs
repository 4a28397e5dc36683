using Research.Alignment;

namespace Research.Checking;

/// <summary>
/// An event log as it stands in the file. <see cref="EventLog"/> refuses a log with one wrong line and sorts the others; here all
/// lines are read, in the order of the file.
/// </summary>
/// <param name="File">Path of the log.</param>
/// <param name="Keys">Presses and releases, in the order of the file.</param>
/// <param name="Markers">Beginnings and ends of segments, in the order of the file.</param>
/// <param name="Faults">Lines that cannot be read.</param>
internal sealed record EventLines(
    string File, IReadOnlyList<KeyEvent> Keys, IReadOnlyList<FightMarker> Markers, IReadOnlyList<LogFault> Faults)
{
    private const string Example = "a JSON object such as {\"event\":\"keydown\",\"key\":\"f\",\"t\":1764000926.465}";

    /// <summary>Names of the keys.</summary>
    public required string[] KeyNames { get; init; }

    /// <summary>Whether the log has a code for each key, which is the same for press and release.</summary>
    public required bool[] Coded { get; init; }

    /// <summary>Times of all lines, in the order of the file, with the lines' numbers.</summary>
    public IEnumerable<(double Time, int Line)> Times => Keys.Select(key => (key.Time, key.Line))
        .Concat(Markers.Select(marker => (marker.Time, marker.Line))).OrderBy(pair => pair.Line);

    /// <summary>Reads a log.</summary>
    public static EventLines Read(string file)
    {
        var keys = new List<KeyEvent>();
        var markers = new List<FightMarker>();
        var faults = new List<LogFault>();
        var names = new KeyNameTable();
        try
        {
            using var lines = new JsonLines(file, Example);
            while (lines.TryRead(out var line))
            {
                var fault = LogLine.Read(line, Example, out var fields)
                    ?? EventLog.Append(fields, lines.Number, keys, markers, names);
                if (fault is var (found, expected))
                {
                    faults.Add(new LogFault(lines.Number, found, expected, lines.IsUnterminated));
                }
            }
        }
        catch (LogFormatException e)
        {
            faults.Add(new LogFault(e.Line, e.Found, e.Expected, IsCutOff: false));
        }

        return new EventLines(file, keys, markers, faults) { KeyNames = names.ToArray(), Coded = names.Coded() };
    }

    /// <summary>The same log in other units.</summary>
    public EventLines DividedBy(double factor) => this with
    {
        Keys = [.. Keys.Select(key => key with { Time = key.Time / factor })],
        Markers = [.. Markers.Select(marker => marker with { Time = marker.Time / factor })],
    };

    /// <summary>The log that labels are made of: sorted, releases by other names matched.</summary>
    public EventLog ToEventLog()
    {
        KeyEvent[] sorted = [.. Keys.OrderBy(key => key.Time)]; // stable: equal times keep the order of the file
        _ = ReleaseNames.Match(sorted, KeyNames, Coded);
        return EventLog.Of(sorted, Markers, KeyNames, File);
    }
}
