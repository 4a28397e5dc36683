using System.Text.Json;
using Research.Simulation.Cuphead;

namespace Research.Tests.Checking;

/// <summary>One line of an event log.</summary>
internal sealed record EditedEvent(string Event, string? Key, string? Type, double Time)
{
    public string Text => Key is not null
        ? FormattableString.Invariant($"{{\"event\":\"{Event}\",\"key\":\"{Key}\",\"t\":{Time:R}}}")
        : FormattableString.Invariant($"{{\"event\":\"{Event}\",\"type\":\"{Type}\",\"t\":{Time:R}}}");
}

/// <summary>The logs of a clean session, into which a fault is put before they are written.</summary>
internal sealed class EditedLogs
{
    private EditedLogs(List<EditedEvent> events, List<double> frames) => (Events, Frames) = (events, frames);

    /// <summary>The lines of the event log, in their order.</summary>
    public List<EditedEvent> Events { get; set; }

    /// <summary>The times of the frames.</summary>
    public List<double> Frames { get; set; }

    /// <summary>The actions.json beside the logs; null for none.</summary>
    public string? Actions { get; set; }

    /// <summary>The scripted player's session of a seed.</summary>
    public static EditedLogs Play(int fights, int seed)
    {
        using var folder = new TemporaryFolder();
        ScriptedSession.Write(folder.Path, "S", fights, seed);
        return Read(folder.At("S"));
    }

    /// <summary>The logs of a session that is on the disk.</summary>
    public static EditedLogs Read(string session) => new(
        [.. File.ReadLines(session + "_events.jsonl").Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            string? Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
            return new EditedEvent(Text("event")!, Text("key"), Text("type"), root.GetProperty("t").GetDouble());
        })],
        [.. File.ReadLines(session + "_frames.jsonl").Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.GetProperty("t").GetDouble();
        })]);

    /// <summary>A copy that can be edited.</summary>
    public EditedLogs Copy() => new([.. Events], [.. Frames]) { Actions = Actions };

    /// <summary>Line of the first event that fits, from 1.</summary>
    public int LineOf(Predicate<EditedEvent> fits) => Events.FindIndex(fits) + 1;

    /// <summary>Line of the n-th press or release of a key, from 1.</summary>
    public int LineOf(string what, string key, int number = 0) =>
        Events.Index().Where(e => e.Item.Event == what && e.Item.Key == key).ElementAt(number).Index + 1;

    /// <summary>Moves every time of the event log from a line on.</summary>
    public void ShiftEvents(double seconds, int fromLine = 1) => Events =
        [.. Events.Select((e, i) => i + 1 >= fromLine ? e with { Time = e.Time + seconds } : e)];

    /// <summary>Puts an event where its time is.</summary>
    /// <returns>Its line.</returns>
    public int Insert(string what, string key, double time)
    {
        int at = Events.FindLastIndex(e => e.Time <= time) + 1;
        Events.Insert(at, new EditedEvent(what, key, null, time));
        return at + 1;
    }

    /// <summary>Writes the two logs.</summary>
    public void Write(TemporaryFolder folder, string name = "S")
    {
        folder.Write(name + "_events.jsonl", string.Concat(Events.Select(e => e.Text + "\n")));
        folder.Write(name + "_frames.jsonl",
            string.Concat(Frames.Select(t => FormattableString.Invariant($"{{\"t\":{t:R}}}\n"))));
        if (Actions is not null)
        {
            folder.Write("actions.json", Actions);
        }
    }
}
