using System.Globalization;
using Research.Arrays.Elements;
using Research.Arrays.Npy;
using Research.Sessions.Inputs;

namespace Research.Formats.IlBot;

/// <summary>
/// A pair of IL_bot's arrays: windows of ticks, each tick with padded rows of actions and a state of the game, where a window
/// repeats most of the one before.
/// </summary>
/// <remarks>
/// Actions are [W, T, 101, 8] with the number of actions in row 0, [W, T, 100, 8] without it, or [W, T, 100, 7]; W may be left
/// out. Eight columns are time, type, x, y, button, key, sideways and upward turn of the wheel; seven are time, x, y, button,
/// press (1) or release (2), key, turn.
/// </remarks>
internal sealed class IlBotArrays
{
    private const int CountedRows = 101, Rows = 100, OldColumns = 8, Columns = 7;
    private const double Tick = InputSession.TickSeconds * 1000;

    private readonly double[] _actions, _states;
    private readonly int _rows, _columns;

    /// <summary>Reads both arrays.</summary>
    /// <param name="actions">File of the actions.</param>
    /// <param name="states">File of the states, [T, 128] or [W, T, 128].</param>
    /// <exception cref="RecordingFormatException">A shape is another, or a number is not finite.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or of text or objects.</exception>
    public IlBotArrays(string actions, string states)
    {
        (ActionFile, StateFile) = (actions, states);
        var rows = ReadArray(actions);
        if (rows.Shape is not [.., CountedRows or Rows, OldColumns] and not [.., Rows, Columns] || rows.Shape.Count is < 3 or > 4)
        {
            throw Fault(actions, "shape", $"[{string.Join(", ", rows.Shape)}]",
                "[W, T, 101, 8], [W, T, 100, 8] or [W, T, 100, 7], windows, ticks, rows and numbers of an action, or one without W");
        }

        var known = ReadArray(states);
        int[] leading = [.. rows.Shape.SkipLast(2)];
        if (!known.Shape.SequenceEqual([.. leading, InputSession.StateWidth]) || leading[^1] < 2 || leading[0] == 0)
        {
            throw Fault(states, "shape", $"[{string.Join(", ", known.Shape)}]",
                $"[{string.Join(", ", leading)}, {InputSession.StateWidth}], a state for each of at least 2 ticks of "
                + Path.GetFileName(actions));
        }

        (_rows, _columns, Ticks) = (rows.Shape[^2], rows.Shape[^1], leading[^1]);
        Windows = leading.Length == 2 ? leading[0] : 1;
        IsFloat32 = rows.DataType == ElementType.Float32;
        (_actions, _states) = (rows.Values<double>(), known.Values<double>());
        RequireFinite(actions, _actions, _rows * _columns, _columns);
        RequireFinite(states, _states, InputSession.StateWidth, InputSession.StateWidth);
    }

    /// <summary>File of the actions.</summary>
    public string ActionFile { get; }

    /// <summary>File of the states.</summary>
    public string StateFile { get; }

    /// <summary>Windows (W).</summary>
    public int Windows { get; }

    /// <summary>Ticks of a window (T).</summary>
    public int Ticks { get; }

    /// <summary>Whether the times are of 24 bits.</summary>
    public bool IsFloat32 { get; }

    /// <summary>What the game knows when a tick is over: [128].</summary>
    public ReadOnlySpan<double> State((int Window, int Tick) place) =>
        _states.AsSpan(IndexOf(place) * InputSession.StateWidth, InputSession.StateWidth);

    /// <summary>
    /// The ticks without repetition, a list for each session: a window that does not go on where the one before ends begins
    /// another session.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<(int Window, int Tick)>> Sessions()
    {
        var sessions = new List<List<(int Window, int Tick)>>();
        for (int window = 0; window < Windows; window++)
        {
            int next = window == 0 ? Ticks : Enumerable.Range(1, Ticks).First(step => step == Ticks || GoesOn(window, step));
            if (next == Ticks)
            {
                sessions.Add([]);
            }

            sessions[^1].AddRange(Enumerable.Range(Ticks - next, next).Select(tick => (window, tick)));
        }

        return sessions;
    }

    /// <summary>The rows of a tick that are no padding, in the order of the file.</summary>
    /// <param name="place">The tick.</param>
    /// <param name="missing">Rows that the tick counts and the array has no room for.</param>
    /// <exception cref="RecordingFormatException">A row has a number that means nothing.</exception>
    public List<IlBotRow> RowsOf((int Window, int Tick) place, out int missing)
    {
        int first = _rows == CountedRows ? 1 : 0, count = _rows - first;
        missing = 0;
        if (first == 1)
        {
            double said = At(place, 0, 0);
            if (said < 0 || !double.IsInteger(said))
            {
                throw Fault(ActionFile, $"{PlaceOf(place)}, row 0", Text(said), "the number of actions of the tick");
            }

            missing = (int)Math.Max(0, said - count);
            count = (int)Math.Min(said, count);
            if (Enumerable.Range(first + count, _rows - first - count).FirstOrDefault(row => !IsPadding(place, row)) is var behind
                and > 0)
            {
                throw Fault(ActionFile, $"{PlaceOf(place)}, row {behind}", "an action", $"zeros behind the tick's {count} actions");
            }
        }

        return [.. Enumerable.Range(first, count).Where(row => first == 1 || !IsPadding(place, row))
            .Select(row => _columns == OldColumns ? OldRow(place, row) : Row(place, row))];
    }

    /// <summary>A tick, for messages.</summary>
    public string PlaceOf((int Window, int Tick) place) =>
        Windows == 1 ? $"tick {place.Tick}" : $"window {place.Window}, tick {place.Tick}";

    private IlBotRow OldRow((int Window, int Tick) place, int row)
    {
        double type = At(place, row, 1), button = At(place, row, 4), key = At(place, row, 5), turn = At(place, row, 7);
        InputEvent? what = type switch
        {
            0 => InputEvent.Move,
            1 => InputEvent.Click,
            2 => InputEvent.Key,
            3 => null,
            4 => turn == 0 ? null : InputEvent.Scroll,
            _ => throw Fault(ActionFile, $"{PlaceOf(place)}, row {row}", $"type {Text(type)}",
                "0 (move), 1 (click), 2 (key pressed), 3 (key released) or 4 (wheel)"),
        };
        return Checked(new(At(place, row, 0), what, At(place, row, 2), At(place, row, 3), type is 0 or 1,
            what == InputEvent.Click ? button : what == InputEvent.Key ? key : turn), place, row);
    }

    private IlBotRow Row((int Window, int Tick) place, int row)
    {
        double button = At(place, row, 3), press = At(place, row, 4), key = At(place, row, 5), turn = At(place, row, 6);
        if (press is not (0 or 1 or 2))
        {
            throw Fault(ActionFile, $"{PlaceOf(place)}, row {row}", $"key action {Text(press)}",
                "0 (none), 1 (pressed) or 2 (released)");
        }

        InputEvent? what = turn != 0 ? InputEvent.Scroll
            : press != 0 ? press == 1 ? InputEvent.Key : null
            : button != 0 ? InputEvent.Click : InputEvent.Move;
        return Checked(new(At(place, row, 0), what, At(place, row, 1), At(place, row, 2), true,
            what == InputEvent.Click ? button : what == InputEvent.Key ? key : turn), place, row);
    }

    private IlBotRow Checked(IlBotRow row, (int Window, int Tick) place, int number)
    {
        if (row.Event == InputEvent.Click && row.Code is not (1 or 2 or 3))
        {
            throw Fault(ActionFile, $"{PlaceOf(place)}, row {number}", $"button {Text(row.Code)}",
                "1 (left), 2 (right) or 3 (middle) for a click");
        }

        if (row.Event == InputEvent.Key && !double.IsInteger(row.Code))
        {
            throw Fault(ActionFile, $"{PlaceOf(place)}, row {number}", $"key {Text(row.Code)}", "a whole number for a key");
        }

        double step = IsFloat32 ? MathF.BitIncrement((float)Math.Abs(row.Milliseconds)) - Math.Abs(row.Milliseconds) : 0;
        return step < Tick ? row
            : throw Fault(ActionFile, $"{PlaceOf(place)}, row {number}", $"time {Text(row.Milliseconds)} in float32, which holds "
                + $"such times to {Text(step)} ms only", "milliseconds from the beginning of the recording");
    }

    private bool IsPadding((int Window, int Tick) place, int row) =>
        !_actions.AsSpan((IndexOf(place) * _rows + row) * _columns, _columns).ContainsAnyExcept(0.0);

    private bool GoesOn(int window, int step) => Enumerable.Range(0, Ticks - step).All(tick =>
        RowsOfTick((window, tick)).SequenceEqual(RowsOfTick((window - 1, tick + step)))
        && State((window, tick)).SequenceEqual(State((window - 1, tick + step))));

    private ReadOnlySpan<double> RowsOfTick((int Window, int Tick) place) =>
        _actions.AsSpan(IndexOf(place) * _rows * _columns, _rows * _columns);

    private double At((int Window, int Tick) place, int row, int column) =>
        _actions[(IndexOf(place) * _rows + row) * _columns + column];

    private int IndexOf((int Window, int Tick) place) => place.Window * Ticks + place.Tick;

    private void RequireFinite(string file, double[] values, int ofTick, int ofRow)
    {
        if (Array.FindIndex(values, value => !double.IsFinite(value)) is var broken and >= 0)
        {
            int tick = broken / ofTick;
            string row = ofTick == ofRow ? "" : $", row {broken % ofTick / ofRow}";
            throw Fault(file, PlaceOf((tick / Ticks, tick % Ticks)) + row, $"{Text(values[broken])} in column {broken % ofRow}",
                "a finite number");
        }
    }

    private static NpyArray ReadArray(string file)
    {
        GitLfsPointer.Refuse(file, "a .npy file");
        return NpyArray.Read(file);
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static RecordingFormatException Fault(string file, string place, string found, string expected) =>
        new(file, place, found, expected);
}
