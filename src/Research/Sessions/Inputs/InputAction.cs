using System.Globalization;

namespace Research.Sessions.Inputs;

/// <summary>What a person does with mouse and keyboard.</summary>
public enum InputEvent
{
    /// <summary>The pointer moves.</summary>
    Move,

    /// <summary>A button is clicked.</summary>
    Click,

    /// <summary>A key is pressed.</summary>
    Key,

    /// <summary>The wheel turns a notch.</summary>
    Scroll,
}

/// <summary>
/// One action: the document's seven features. Source: action-decoder document; datasets/README.md has the format.
/// </summary>
/// <param name="Time">Seconds: on the session's clock, or from the beginning of a window.</param>
/// <param name="Event">What is done.</param>
/// <param name="X">Where the pointer is, as a share of the screen's width, [0, 1].</param>
/// <param name="Y">As a share of its height, from the top, [0, 1].</param>
/// <param name="Button">1 left, 2 right, 3 middle for a click, else 0.</param>
/// <param name="Key">1 to 63 for a key, else 0.</param>
/// <param name="Scroll">1 up or −1 down for the wheel, else 0.</param>
public readonly record struct InputAction(
    double Time, InputEvent Event, float X, float Y, int Button = 0, int Key = 0, int Scroll = 0)
{
    /// <summary>Numbers of an action.</summary>
    public const int FeatureCount = 7;

    /// <summary>Kinds of event.</summary>
    public const int EventCount = 4;

    /// <summary>Buttons, with none.</summary>
    public const int ButtonCount = 4;

    /// <summary>Keys, with none.</summary>
    public const int KeyCount = 64;

    /// <summary>Reads an action from its seven numbers.</summary>
    /// <param name="features">[7], in the order of the document: time, event, x, y, button, key, scroll.</param>
    /// <param name="where">What stands before the message.</param>
    /// <exception cref="InvalidDataException">A number is none of those that the format allows.</exception>
    internal static InputAction Parse(ReadOnlySpan<double> features, string where)
    {
        double time = features[0], kind = features[1], x = features[2], y = features[3];
        Require(double.IsFinite(time), "time", time, "a number of seconds", where);
        Require(kind is 0 or 1 or 2 or 3, "event", kind, "0 (move), 1 (click), 2 (key) or 3 (scroll)", where);
        Require(x is >= 0 and <= 1, "x", x, "a share of the screen's width, from 0 to 1", where);
        Require(y is >= 0 and <= 1, "y", y, "a share of the screen's height, from 0 to 1", where);
        var action = (InputEvent)(int)kind;
        return new InputAction(time, action, (float)x, (float)y,
            Code(features[4], "button", 1, ButtonCount - 1, action == InputEvent.Click, action, where),
            Code(features[5], "key", 1, KeyCount - 1, action == InputEvent.Key, action, where),
            Code(features[6], "scroll", -1, 1, action == InputEvent.Scroll, action, where));
    }

    /// <summary>The seven numbers.</summary>
    internal void CopyTo(Span<double> features) =>
        (features[0], features[1], features[2], features[3], features[4], features[5], features[6]) =
            (Time, (int)Event, X, Y, Button, Key, Scroll);

    /// <summary>A whole number other than 0 where the event has one, and 0 where it has none.</summary>
    private static int Code(double value, string column, int least, int most, bool belongs, InputEvent action, string where)
    {
        bool fits = belongs ? value >= least && value <= most && value != 0 && double.IsInteger(value) : value == 0;
        string range = least < 0 ? $"{most} or {least}" : $"{least} to {most}";
        Require(fits, column, value, belongs ? $"{range} for a {Name(action)}" : $"0 for a {Name(action)}", where);
        return (int)value;
    }

    private static string Name(InputEvent action) => action.ToString().ToLowerInvariant();

    private static void Require(bool holds, string column, double value, string expected, string where)
    {
        if (!holds)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"{where}: found {column} {value}; expected {expected}."));
        }
    }
}
