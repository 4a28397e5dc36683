using System.Text.Json;
using Research.Alignment;
using Research.Sessions;

namespace Research.Formats;

/// <summary>Reads the kit's own sessions, with all digits of their times.</summary>
internal static class KitSession
{
    private const string FramesEnding = "_frames.jsonl", EventsEnding = "_events.jsonl";

    /// <summary>Names of the sessions of a folder.</summary>
    /// <exception cref="RecordingFormatException">There is none.</exception>
    public static IReadOnlyList<string> Names(string folder)
    {
        string[] names = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*" + FramesEnding)
                .Select(file => Path.GetFileName(file)[..^FramesEnding.Length]).Order(StringComparer.Ordinal)]
            : [];
        return names.Length > 0 ? names : throw new RecordingFormatException(folder, null,
            Directory.Exists(folder) ? "no session" : "no such folder", $"NAME{FramesEnding} and NAME{EventsEnding}");
    }

    /// <summary>Reads a session.</summary>
    /// <exception cref="LogFormatException">A log is absent or malformed.</exception>
    /// <exception cref="IOException">A file cannot be read, or there are several videos.</exception>
    public static ImportedSession Read(string folder, string name)
    {
        string frameFile = Path.Combine(folder, name + FramesEnding), eventFile = Path.Combine(folder, name + EventsEnding);
        var clock = FrameClock.Read(frameFile);
        var log = EventLog.Read(eventFile);
        var exact = Exact(eventFile);
        return new ImportedSession(name)
        {
            FrameTimes = [.. Exact(frameFile).Values.Take(clock.Count)],
            Keys = [.. log.Events.Select(key => new KeyInput(exact[key.Line], log.KeyNames[key.Key],
                key.Transition == KeyTransition.Down))],
            Markers = log.Markers.Count,
            Mouse = MouseLog.Read(Path.Combine(folder, name + MouseLog.Ending)),
            Video = Session.HasVideo(folder, name) ? Session.FindVideo(folder, name) : null,
        };
    }

    /// <summary>The times of a log's lines by number: "ns" where it is there, else "t".</summary>
    private static SortedDictionary<int, long> Exact(string file)
    {
        var times = new SortedDictionary<int, long>();
        foreach (var (i, line) in File.ReadLines(file).Index())
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                times[i + 1] = json.RootElement.Int64("ns")
                    ?? (long)(json.RootElement.GetProperty("t").GetDecimal() * 1_000_000_000);
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                // A last line that is cut off: the logs' readers leave it out too, and refuse any other.
            }
        }

        return times;
    }
}
