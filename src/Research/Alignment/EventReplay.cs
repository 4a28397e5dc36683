namespace Research.Alignment;

/// <summary>Walks through the key events of a log and keeps which actions are held: those of which a key is down.</summary>
internal sealed class EventReplay(EventLog log, ActionSet actions)
{
    /// <summary>Seconds after which a hold is reported. The longest of the report's sessions is 33 s.</summary>
    private const double LongestHold = 60;

    /// <summary>
    /// Seconds after which another press of a key that is down is no repeat by the system, which repeats after half a second at
    /// most.
    /// </summary>
    private const double LongestRepeat = 1.5;

    /// <summary>
    /// Seconds that keys may be logged before the first frame without a word: a recorder that hears keys before it has a picture.
    /// </summary>
    private const double LongestLead = 60;

    private readonly KeyEvent[] _events = log.EventArray;
    private readonly int[] _action = [.. log.KeyNames.Select(actions.OfKey)];
    private readonly int[] _eventsOfKey = new int[log.KeyNames.Count];
    private readonly KeyEvent?[] _down = new KeyEvent?[log.KeyNames.Count];
    private readonly double[] _lastDown = new double[log.KeyNames.Count];
    private readonly int[] _keysDown = new int[actions.Count];
    private readonly List<KeyEvent> _unmatched = [];
    private readonly List<(KeyEvent Press, KeyEvent Again)> _pressedAgain = [];
    private readonly List<(KeyEvent Press, double Seconds)> _long = [];
    private readonly int[] _presses = new int[actions.Count];
    private readonly bool[] _held = new bool[actions.Count];
    private int _next;

    /// <summary>How often each action was pressed so far, auto-repeat left out.</summary>
    public IReadOnlyList<int> Presses => _presses;

    /// <summary>Which actions are held after every event with time ≤ <paramref name="t"/>: [A], until the next call.</summary>
    public ReadOnlySpan<bool> AdvanceTo(double t)
    {
        while (_next < _events.Length && _events[_next].Time <= t)
        {
            Apply(_events[_next++]);
        }

        return _held;
    }

    /// <summary>Replays what lies past the last frame, and tells what deserves a warning.</summary>
    public IEnumerable<LogWarning> Finish(FrameClock frames)
    {
        int late = _events.Length - _next;
        AdvanceTo(double.PositiveInfinity);

        var strangers = Enumerable.Range(0, _action.Length).Where(k => _action[k] < 0 && _eventsOfKey[k] > 0).ToList();
        if (strangers.Count > 0)
        {
            yield return new LogWarning(log.File, 0,
                $"{Plural(strangers.Sum(k => _eventsOfKey[k]), "event")} of keys without an action left out: "
                + string.Join(", ", strangers.Select(k => $"'{log.KeyNames[k]}' ({_eventsOfKey[k]})")) + ".");
        }

        foreach (var key in _unmatched.GroupBy(e => e.Key))
        {
            yield return new LogWarning(log.File, key.First().Line,
                $"{Plural(key.Count(), "keyup")} of '{log.KeyNames[key.Key]}' without a keydown; ignored.");
        }

        foreach (var key in _pressedAgain.GroupBy(pair => pair.Press.Key))
        {
            var (press, again) = key.First();
            yield return new LogWarning(log.File, press.Line,
                $"'{log.KeyNames[key.Key]}' goes down here and again on line {again.Line}, "
                + $"{again.Time - press.Time:0.0} s later, without a keyup between; {actions.Names[_action[key.Key]]} is held "
                + $"all that time{More(key.Count())}.");
        }

        foreach (var key in _long.GroupBy(pair => pair.Press.Key))
        {
            var (press, seconds) = key.MaxBy(pair => pair.Seconds);
            yield return new LogWarning(log.File, press.Line,
                $"'{log.KeyNames[key.Key]}' goes down here and up {seconds:0.0} s later; "
                + $"{actions.Names[_action[key.Key]]} is held all that time{More(key.Count())}. Was a keyup lost?");
        }

        foreach (var press in _down.OfType<KeyEvent>().OrderBy(press => _action[press.Key]))
        {
            yield return new LogWarning(log.File, press.Line,
                $"'{log.KeyNames[press.Key]}' goes down here and never up; {actions.Names[_action[press.Key]]} is held to the "
                + "last frame.");
        }

        if (_events.TakeWhile(e => e.Time < frames.Times[0] - LongestLead).ToList() is [var first, ..] early)
        {
            yield return new LogWarning(log.File, first.Line,
                $"{Plural(early.Count, "key event")} more than {LongestLead:0} s before the first frame of {frames.File}, "
                + $"the earliest {Span(frames.Times[0] - first.Time)} before; are the two logs of one clock?");
        }

        if (late > 0)
        {
            yield return new LogWarning(log.File, _events[^late].Line,
                $"{Plural(late, "key event")} from here on after the last frame of {frames.File} "
                + $"({Span(_events[^1].Time - frames.Times[^1])} of them).");
        }
    }

    private static string Span(double seconds) => seconds < 86_400 ? $"{seconds:0.0} s" : $"{seconds / 86_400:#,0} days";

    private static string More(int count) => count > 1 ? $", and {count - 1} times more in the log" : "";

    private static string Plural(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private void Apply(in KeyEvent e)
    {
        _eventsOfKey[e.Key]++;
        int action = _action[e.Key];
        if (action < 0)
        {
            return;
        }

        if (e.Transition == KeyTransition.Down)
        {
            Press(e, action);
        }
        else if (_down[e.Key] is { } press)
        {
            _down[e.Key] = null;
            if (e.Time - press.Time > LongestHold)
            {
                _long.Add((press, e.Time - press.Time));
            }

            _held[action] = --_keysDown[action] > 0;
        }
        else
        {
            _unmatched.Add(e);
        }
    }

    private void Press(in KeyEvent e, int action)
    {
        if (_down[e.Key] is null)
        {
            _down[e.Key] = e;
            _presses[action] += _keysDown[action] == 0 ? 1 : 0;
            _keysDown[action]++;
            _held[action] = true;
        }
        else if (e.Time - _lastDown[e.Key] > LongestRepeat)
        {
            _pressedAgain.Add((_down[e.Key]!.Value, e));
        }

        _lastDown[e.Key] = e.Time;
    }
}
