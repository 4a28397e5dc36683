using System.Globalization;
using Research.Alignment;

namespace Research.Formats.CrowdCast;

/// <summary>The events of a segment: <c>[[microseconds, [type, [values]]], …]</c>, values by their places.</summary>
internal sealed class CrowdCastEvents
{
    private const long Microsecond = 1000, LatestMicroseconds = 1_000_000_000_000_000;
    private const string Expected = "[microseconds, [type, [values]]]";

    private readonly List<KeyInput> _keys = [];
    private readonly List<MouseInput> _mouse = [];
    private readonly string _file;
    private readonly ImportReport _report;

    private CrowdCastEvents(string file, ImportReport report) => (_file, _report) = (file, report);

    /// <summary>When the segment begins, in UTC nanoseconds; null where no metadata says so.</summary>
    public long? Start { get; private set; }

    /// <summary>Keys, with times from the segment's beginning.</summary>
    public IEnumerable<KeyInput> Keys => _keys.OrderBy(key => key.Time);

    /// <summary>The mouse, with times from the segment's beginning.</summary>
    public IEnumerable<MouseInput> Mouse => _mouse.OrderBy(input => input.Time);

    /// <summary>Reads a file.</summary>
    /// <exception cref="RecordingFormatException">It is none of such events.</exception>
    public static CrowdCastEvents Read(string file, ImportReport report)
    {
        GitLfsPointer.Refuse(file, "a MessagePack file");
        var events = new CrowdCastEvents(file, report);
        if (MessagePackTree.Read(File.ReadAllBytes(file), file) is not List<object?> all)
        {
            throw new RecordingFormatException(file, "byte 0", "no array", $"an array of {Expected}");
        }

        foreach (var (index, entry) in all.Index())
        {
            // A unit variant has no values; a record may have grown by fields at its end.
            if (entry is not List<object?> { Count: >= 2 } pair || pair[0] is not long and not double
                || Convert.ToDouble(pair[0], CultureInfo.InvariantCulture) is not (>= 0 and < LatestMicroseconds)
                || pair[1] is not List<object?> { Count: >= 1 } typed || typed[0] is not string type)
            {
                throw events.Fault(index, $"{Text(entry)}");
            }

            long time = (long)(Convert.ToDecimal(pair[0], CultureInfo.InvariantCulture) * Microsecond);
            events.Add(type, typed.Count > 1 && typed[1] is List<object?> values ? values : [], time, index);
        }

        return events;
    }

    private void Add(string type, List<object?> values, long time, int index)
    {
        switch (type)
        {
            case "KeyPress" or "KeyRelease" when values is [long and >= 0 and <= int.MaxValue and var code, string name, ..]:
                string key = KeyNames.OfName(name);
                _keys.Add(new KeyInput(time, key, type == "KeyPress", (int)code));
                _report.Map("keys", 1, "Their names were given those of the kit; the code of a line is the recording's.");
                break;
            case "MouseMove" when Number(values, 0) is { } dx && Number(values, 1) is { } dy:
                _mouse.Add(new MouseInput(time, MouseAction.Move) { Dx = dx, Dy = dy });
                break;
            case "MousePress" or "MouseRelease" when values.Count > 0 && Button(values[0]) is { } button:
                _mouse.Add(new MouseInput(time, type == "MousePress" ? MouseAction.Down : MouseAction.Up)
                {
                    Button = button,
                    X = Number(values, 1),
                    Y = Number(values, 2),
                });
                break;
            case "MouseScroll" when Number(values, 0) is { } dx && Number(values, 1) is { } dy:
                _mouse.Add(new MouseInput(time, MouseAction.Scroll)
                {
                    Dx = dx,
                    Dy = dy,
                    X = Number(values, 2),
                    Y = Number(values, 3),
                });
                break;
            case "Metadata":
                AddMetadata(values, time);
                break;
            case "ContextChanged" or "Redacted":
                _report.Lose(type == "Redacted" ? "redacted stretches" : "changes of the program in front", 1,
                    "A session has no place for them.");
                break;
            case "KeyPress" or "KeyRelease" or "MouseMove" or "MousePress" or "MouseRelease" or "MouseScroll":
                throw Fault(index, $"{type} with {Text(values)}");
            default:
                _report.Lose($"events of the type {type}", 1, "The type is not known.");
                break;
        }
    }

    /// <summary>The number of fields differs by version; the time is the one text that is a date.</summary>
    private void AddMetadata(List<object?> values, long time)
    {
        var dates = values.OfType<string>().Select(text =>
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && text.Contains('T') ? date : (DateTimeOffset?)null)
            .OfType<DateTimeOffset>().ToList();
        if (Start is null && dates.Count > 0)
        {
            Start = (dates[0] - DateTimeOffset.UnixEpoch).Ticks * 100 - time;
            _report.Guess("beginning of a segment", 1,
                "The time at which its metadata were written, less their place in the segment.");
        }

        _report.Lose("metadata", values.Count, "Sizes of display, canvas and source have no place in a session.");
    }

    private static double? Number(List<object?> values, int place) => place >= values.Count ? null : values[place] switch
    {
        long whole => whole,
        double number => number,
        _ => null,
    };

    /// <summary><c>Left</c>, or <c>{"Other": 4}</c>.</summary>
    private static string? Button(object? value) => value switch
    {
        string name => name.ToLowerInvariant(),
        Dictionary<string, object?> { Count: 1 } other => Convert.ToString(other.Values.First(), CultureInfo.InvariantCulture),
        List<object?> { Count: 2 } pair => Convert.ToString(pair[1], CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string Text(object? value) => value switch
    {
        null => "nil",
        List<object?> list => $"[{string.Join(", ", list.Take(6).Select(Text))}{(list.Count > 6 ? ", …" : "")}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        string text => $"\"{text}\"",
        _ => "a map",
    };

    private RecordingFormatException Fault(int index, string found) => new(_file, $"event {index}", found, Expected);
}
