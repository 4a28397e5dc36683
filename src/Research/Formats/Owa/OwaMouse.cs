using System.Text.Json;
using Research.Alignment;

namespace Research.Formats.Owa;

/// <summary>The mouse of a recording: its events on the screen, and the raw motion of the device.</summary>
internal sealed class OwaMouse(ImportReport report)
{
    private const int Absolute = 1, Wheel = 0x400, HorizontalWheel = 0x800, Notch = 120;

    private static readonly string[] Buttons = ["left", "right", "middle", "x1", "x2"];

    private readonly List<MouseInput> _screen = [], _raw = [];
    private int _places;

    /// <summary>Takes a move, click or scroll on the screen.</summary>
    public void Add(JsonElement json, long time)
    {
        var (x, y, dx, dy) = (json.Number("x"), json.Number("y"), json.Number("dx"), json.Number("dy"));
        switch (json.String("event_type"))
        {
            case "move" or "drag":
                _screen.Add(new MouseInput(time, MouseAction.Move) { X = x, Y = y });
                break;
            case "click":
                bool isDown = json.Member("pressed") is { ValueKind: JsonValueKind.True };
                _screen.Add(new MouseInput(time, isDown ? MouseAction.Down : MouseAction.Up)
                {
                    X = x,
                    Y = y,
                    Button = json.String("button") ?? "unknown",
                });
                break;
            case "scroll":
                _screen.Add(new MouseInput(time, MouseAction.Scroll) { X = x, Y = y, Dx = dx, Dy = dy });
                break;
            case var other:
                report.Lose("mouse events", 1, $"Their event_type is '{other}', not move, click, drag or scroll.");
                break;
        }
    }

    /// <summary>Takes what the device said.</summary>
    public void AddRaw(JsonElement json, long time)
    {
        var (x, y) = (json.Number("last_x") ?? json.Number("dx"), json.Number("last_y") ?? json.Number("dy"));
        if (((json.Int64("us_flags") ?? 0) & Absolute) != 0)
        {
            _places++; // in fractions of the screen's size
        }
        else if (x is not (null or 0) || y is not (null or 0))
        {
            _raw.Add(new MouseInput(time, MouseAction.Move) { Dx = x, Dy = y });
        }

        long flags = json.Int64("button_flags") ?? 0;
        for (int button = 0; button < Buttons.Length; button++)
        {
            if ((flags >> (2 * button) & 3) is not 0 and var transition)
            {
                var action = (transition & 1) != 0 ? MouseAction.Down : MouseAction.Up;
                _raw.Add(new MouseInput(time, action) { Button = Buttons[button] });
            }
        }

        if ((flags & (Wheel | HorizontalWheel)) != 0)
        {
            double notches = (short)(json.Int64("button_data") ?? 0) / (double)Notch;
            _raw.Add(new MouseInput(time, MouseAction.Scroll)
            {
                Dx = (flags & HorizontalWheel) != 0 ? notches : 0,
                Dy = (flags & Wheel) != 0 ? notches : 0,
            });
        }
    }

    /// <summary>
    /// All events in the order of time. Buttons and wheel are taken from the screen's events where there are any, else from the
    /// device's.
    /// </summary>
    public IReadOnlyList<MouseInput> Events()
    {
        bool hasButtons = _screen.Any(input => input.Action != MouseAction.Move);
        var raw = _raw.Where(input => input.Action == MouseAction.Move || !hasButtons).ToList();
        report.Map("buttons and wheel of the raw mouse", _raw.Count - raw.Count,
            "The mouse's events on the screen have them too, and were taken.");
        bool hasMoves = _screen.Any(input => input.Action == MouseAction.Move);
        report.Map("places of the raw mouse", hasMoves ? _places : 0,
            "The mouse's events on the screen have them too, in pixels, and were taken.");
        report.Lose("places of the raw mouse", hasMoves ? 0 : _places,
            "They are fractions of the screen's size, which the messages do not have.");
        return [.. _screen.Concat(raw).OrderBy(input => input.Time)];
    }
}
