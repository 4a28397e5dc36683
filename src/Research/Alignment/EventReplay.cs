namespace Research.Alignment;

/// <summary>Walks through the key events of a log and keeps which actions are held.</summary>
internal sealed class EventReplay(EventLog log, ActionSet actions)
{
    private readonly KeyEvent[] _events = log.EventArray;
    private readonly int[] _action = [.. log.KeyNames.Select(actions.OfKey)];
    private readonly int[] _eventsOfKey = new int[log.KeyNames.Count];
    private readonly int[] _pressLine = new int[actions.Count];
    private readonly List<KeyEvent> _unmatched = [];
    private readonly int[] _presses = new int[actions.Count];
    private int _next;
    private uint _held;

    /// <summary>How often each action was pressed so far, auto-repeat left out.</summary>
    public IReadOnlyList<int> Presses => _presses;

    /// <summary>The actions held after every event with time ≤ <paramref name="t"/>.</summary>
    public uint AdvanceTo(double t)
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

        for (int a = 0; a < actions.Count; a++)
        {
            if ((_held >> a & 1) != 0)
            {
                yield return new LogWarning(log.File, _pressLine[a],
                    $"'{actions.Keys[a]}' goes down here and never up; {actions.Names[a]} is held to the last frame.");
            }
        }

        if (late > 0)
        {
            yield return new LogWarning(log.File, _events[^late].Line,
                $"{Plural(late, "key event")} from here on after the last frame of {frames.File} ({_events[^1].Time - frames.Times[^1]:0.0} s of them).");
        }
    }

    private static string Plural(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private void Apply(in KeyEvent e)
    {
        _eventsOfKey[e.Key]++;
        int action = _action[e.Key];
        if (action < 0)
        {
            return;
        }

        uint bit = 1u << action;
        bool isHeld = (_held & bit) != 0;
        if (e.Transition == KeyTransition.Down)
        {
            if (!isHeld)
            {
                _pressLine[action] = e.Line;
                _presses[action]++;
                _held |= bit;
            }
        }
        else if (isHeld)
        {
            _held &= ~bit;
        }
        else
        {
            _unmatched.Add(e);
        }
    }
}
