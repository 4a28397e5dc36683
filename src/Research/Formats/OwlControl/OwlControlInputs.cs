using System.Globalization;
using System.Text.Json;
using Research.Alignment;

namespace Research.Formats.OwlControl;

/// <summary>The lines of <c>inputs.csv</c>: time in UTC seconds, kind of event, its values as JSON.</summary>
internal sealed class OwlControlInputs
{
    private const string Header = "timestamp,event_type,event_args";
    private const string Example = "a line such as 1764000926.465,KEYBOARD,\"[70,true]\"";
    private const int NoKey = 255, Notch = 120; // Windows' code beside an extended key, and WHEEL_DELTA

    /// <summary>Mouse buttons by their virtual-key codes.</summary>
    private static readonly Dictionary<int, string> Buttons =
        new() { [1] = "left", [2] = "right", [4] = "middle", [5] = "x1", [6] = "x2" };

    private readonly string _file;
    private readonly ImportReport _report;
    private readonly List<KeyInput> _keys = [];
    private readonly List<MouseInput> _mouse = [];
    private readonly Dictionary<string, long> _marks = [];

    public OwlControlInputs(string file, ImportReport report)
    {
        (_file, _report) = (file, report);
        GitLfsPointer.Refuse(file, "a CSV file");
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            if (line.Length > 0 && !(number == 1 && line.TrimStart('\uFEFF').StartsWith("timestamp", StringComparison.Ordinal)))
            {
                Add(line, number);
            }
        }
    }

    /// <summary>Keys in the order of time.</summary>
    public IReadOnlyList<KeyInput> Keys => [.. _keys.OrderBy(key => key.Time)];

    /// <summary>The mouse in the order of time.</summary>
    public IReadOnlyList<MouseInput> Mouse => [.. _mouse.OrderBy(input => input.Time)];

    /// <summary>When the first frame was taken.</summary>
    /// <exception cref="RecordingFormatException">No line says so.</exception>
    public long VideoStart()
    {
        if (_marks.TryGetValue("VIDEO_START", out long start))
        {
            return start;
        }

        if (!_marks.TryGetValue("START", out start))
        {
            throw new RecordingFormatException(_file, null, "no line VIDEO_START or START",
                "one, with the time of the first frame");
        }

        _report.Guess("time of the first frame", 1, "There is no VIDEO_START; taken from START.");
        return start;
    }

    /// <summary>How many events are not between two times.</summary>
    public int Outside(long start, long end) =>
        _keys.Count(key => key.Time < start || key.Time > end) + _mouse.Count(input => input.Time < start || input.Time > end);

    private void Add(string line, int number)
    {
        string[] fields = line.Split(',', 3);
        if (fields.Length < 3 || !decimal.TryParse(fields[0], NumberStyles.Float, CultureInfo.InvariantCulture,
            out decimal seconds)
            || Math.Abs(seconds) > long.MaxValue / 1_000_000_000)
        {
            throw Fault(line, number);
        }

        long time = (long)(seconds * 1_000_000_000);
        string json = fields[2].Trim();
        json = json is ['"', .., '"'] ? json[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : json;
        double[] values = Values(json, line, number);
        switch (fields[1])
        {
            case "START" or "END" or "VIDEO_START" or "VIDEO_END" or "HOOK_START":
                _marks.TryAdd(fields[1], time);
                break;
            case "KEYBOARD" when values is [NoKey, _]:
                _report.Lose("events of the key code 255", 1, "Windows sends it along with another key; it is no key.");
                break;
            case "KEYBOARD" when values is [var key, var down]:
                _keys.Add(new KeyInput(time, KeyNames.OfVirtualKey((int)key), down != 0, (int)key));
                _report.Map("keys", 1,
                    "Windows' virtual-key codes were given the names of a US keyboard; the code of a line is the virtual key.");
                _report.Guess("sides of Shift, Ctrl and Alt", KeyNames.HasNoSide((int)key) ? 1 : 0,
                    "The recording has one code for both sides; they were given the names of the left keys.");
                break;
            case "MOUSE_MOVE" when values is [var dx, var dy]:
                _mouse.Add(new MouseInput(time, MouseAction.Move) { Dx = dx, Dy = dy });
                break;
            case "MOUSE_BUTTON" when values is [var button, var down]:
                _mouse.Add(new MouseInput(time, down != 0 ? MouseAction.Down : MouseAction.Up) { Button = Button((int)button) });
                break;
            case "SCROLL" when values is [var amount]:
                _mouse.Add(new MouseInput(time, MouseAction.Scroll) { Dx = 0, Dy = amount / Notch });
                break;
            case var kind when kind.StartsWith("GAMEPAD_", StringComparison.Ordinal):
                _report.Lose("events of a pad", 1, "A session has no place for them.");
                break;
            case "KEYBOARD" or "MOUSE_MOVE" or "MOUSE_BUTTON" or "SCROLL":
                throw Fault(line, number);
            case var kind:
                _report.Lose($"events of the kind {kind}", 1, "The kind is not known.");
                break;
        }
    }

    private string Button(int button)
    {
        _report.Guess("mouse buttons", Buttons.ContainsKey(button) ? 0 : 1,
            "Their number is no virtual-key code of a button; it was kept.");
        return Buttons.GetValueOrDefault(button) ?? button.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Numbers, true as 1 and false as 0.</summary>
    private double[] Values(string json, string line, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(value => value.ValueKind switch
            {
                JsonValueKind.True => 1,
                JsonValueKind.False => 0,
                JsonValueKind.Number => value.GetDouble(),
                _ => double.NaN,
            })];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw Fault(line, number);
        }
    }

    private RecordingFormatException Fault(string line, int number) =>
        new(_file, $"line {number}", line.Length > 80 ? line[..80] + "…" : line, $"{Example}, under the names {Header}");
}
