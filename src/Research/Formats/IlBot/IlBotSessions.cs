using Research.Sessions.Inputs;

namespace Research.Formats.IlBot;

/// <summary>Makes sessions of the kit of ticks: one screen and one list of keys for all sessions of an import.</summary>
internal sealed class IlBotSessions
{
    private const float Large = 10; // numbers that networks take as they are should not be larger
    private const double UsualWidth = 1920, UsualHeight = 1080; // what the source itself divides by

    private readonly double _width, _height;
    private readonly Dictionary<double, int> _keys;
    private readonly ImportReport _report;

    /// <summary>Finds out which screen and which keys there are.</summary>
    /// <param name="sessions">All sessions.</param>
    /// <param name="screen">Width and height of the screen in pixels; null: guessed.</param>
    /// <param name="report">Takes what was lost, mapped or guessed.</param>
    public IlBotSessions(IReadOnlyList<IlBotTicks> sessions, (int Width, int Height)? screen, ImportReport report)
    {
        _report = report;
        List<IlBotRow> rows =
            [.. sessions.SelectMany(session => Enumerable.Range(0, session.Count).SelectMany(session.Rows))];
        List<IlBotRow> places = [.. rows.Where(row => row.HasPlace)];
        (_width, _height) = screen ?? ScreenOf(places);
        string size = FormattableString.Invariant($"{_width} x {_height}");
        report.Map("places in pixels", _width == 1 ? 0 : places.Count, $"They are shares of a screen of {size} pixels.");
        report.Guess("size of the screen", screen is null && _width != 1 ? 1 : 0,
            $"{size} pixels: the source's own size, or as far as the pointer goes. --screen WxH gives another.");
        double[] codes = [.. rows.Where(row => row.Event == InputEvent.Key).Select(row => row.Code).Distinct().Order()];
        bool fit = codes.All(code => code is >= 1 and < InputAction.KeyCount);
        if (!fit && codes.Length >= InputAction.KeyCount)
        {
            throw new RecordingFormatException(report.Source, null, $"{codes.Length} keys",
                $"at most {InputAction.KeyCount - 1}, the codes that a session has for keys");
        }

        _keys = codes.Select((code, i) => (code, fit ? (int)code : i + 1)).ToDictionary();
        report.Map("codes of keys", fit ? 0 : codes.Length,
            string.Join(", ", _keys.Select(key => FormattableString.Invariant($"{key.Key} is {key.Value}"))) + ".");
    }

    /// <summary>A session: the actions of each tick but the first, behind the state that came before them.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="ticks">Its ticks.</param>
    public InputSession Of(string name, IlBotTicks ticks)
    {
        double start = ticks.Begin(1) / 1000;
        var actions = new List<InputAction>();
        float[] states = new float[(ticks.Count - 1) * InputSession.StateWidth];
        (float X, float Y) pointer = (0.5f, 0.5f);
        for (int tick = 0; tick < ticks.Count; tick++)
        {
            double begin = start + (tick - 1) * InputSession.TickSeconds;
            double last = Math.BitDecrement(start + tick * InputSession.TickSeconds); // of the tick
            foreach (var row in ticks.Rows(tick))
            {
                pointer = row.HasPlace ? PlaceOf(row) : pointer;
                if (tick > 0 && ActionOf(row, pointer) is { } action)
                {
                    double time = begin + (row.Milliseconds - ticks.Begin(tick)) / 1000;
                    actions.Add(action with { Time = Math.Clamp(time, begin, last) });
                }
            }

            for (int column = 0; tick > 0 && column < InputSession.StateWidth; column++)
            {
                states[(tick - 1) * InputSession.StateWidth + column] = (float)ticks.StateAfter(tick - 1)[column];
            }
        }

        _report.Map("large numbers of the game's state", states.Count(value => Math.Abs(value) > Large),
            $"Those beyond ±{Large}, such as times and codes, are kept as they are: the action decoders do not scale them.");
        return InputSession.Of(name, start, actions, states);
    }

    /// <summary>An action without its time; null for one that the kit does not have.</summary>
    private InputAction? ActionOf(IlBotRow row, (float X, float Y) pointer)
    {
        if (row.Event is not { } what)
        {
            _report.Lose("releases of keys and sideways turns of the wheel", 1, "An action of the kit is a press or a turn up or down.");
            return null;
        }

        _report.Guess("places of keys and of the wheel", row.HasPlace ? 0 : 1,
            "The source has none: the pointer is where it was last, or in the middle of the screen.");
        _report.Map("turns of the wheel by more than a notch", what == InputEvent.Scroll && Math.Abs(row.Code) != 1 ? 1 : 0,
            "Each counts as one notch.");
        return new InputAction(0, what, pointer.X, pointer.Y,
            Button: what == InputEvent.Click ? (int)row.Code : 0,
            Key: what == InputEvent.Key ? _keys[row.Code] : 0,
            Scroll: what == InputEvent.Scroll ? Math.Sign(row.Code) : 0);
    }

    private (float X, float Y) PlaceOf(IlBotRow row)
    {
        double x = row.X / _width, y = row.Y / _height;
        _report.Map("places outside of the screen", x is < 0 or > 1 || y is < 0 or > 1 ? 1 : 0, "They are moved to its edge.");
        return ((float)Math.Clamp(x, 0, 1), (float)Math.Clamp(y, 0, 1));
    }

    /// <summary>1 by 1 where places are shares already.</summary>
    private static (double Width, double Height) ScreenOf(List<IlBotRow> places) =>
        places.All(row => row.X is >= 0 and <= 1 && row.Y is >= 0 and <= 1)
            && places.Any(row => !double.IsInteger(row.X) || !double.IsInteger(row.Y))
            ? (1, 1)
            : (places.Select(row => row.X + 1).Append(UsualWidth).Max(),
                places.Select(row => row.Y + 1).Append(UsualHeight).Max());
}
