namespace Research.Alignment;

/// <summary>Buttons and wheel of a mouse as keys, so that an action can be meant by them.</summary>
public static class MouseKeys
{
    /// <summary>What their names begin with: <c>mouse.left</c>, <c>mouse.wheel_up</c>.</summary>
    public const string Prefix = "mouse.";

    /// <summary>The key that a button or a turn of the wheel stands for; null for motion and a wheel turned sideways.</summary>
    public static string? NameOf(MouseInput input) => input switch
    {
        { Action: MouseAction.Down or MouseAction.Up } => $"{Prefix}{input.Button}",
        { Action: MouseAction.Scroll, Dy: { } turned and not 0 } => $"{Prefix}wheel_{(turned > 0 ? "up" : "down")}",
        _ => null,
    };

    /// <summary>A key log with the mouse's buttons and wheel in it.</summary>
    /// <param name="log">The keys.</param>
    /// <param name="mouse">The mouse, in the order of time.</param>
    /// <param name="frames">A turn of the wheel counts as held to the next of these, so that none is missed.</param>
    public static EventLog In(EventLog log, IReadOnlyList<MouseInput> mouse, FrameClock frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(mouse);
        var names = log.KeyNames.ToList();
        var events = log.Events.ToList();
        var turned = new HashSet<(int Key, double Time)>(); // several notches before one frame are one press
        foreach (var input in mouse)
        {
            if (NameOf(input) is not { } name)
            {
                continue;
            }

            double time = input.Time / 1e9;
            int key = KeyOf(name);
            events.Add(new KeyEvent(time, key, input.Action == MouseAction.Up ? KeyTransition.Up : KeyTransition.Down, 0));
            if (input.Action == MouseAction.Scroll)
            {
                int next = Array.BinarySearch(frames.TimeArray, time);
                double shown = frames.TimeArray.ElementAtOrDefault(next >= 0 ? next : ~next);
                double up = Math.BitIncrement(Math.Max(time, shown));
                if (turned.Add((key, up)))
                {
                    events.Add(new KeyEvent(up, key, KeyTransition.Up, 0));
                }
            }
        }

        return log.With(events, names);

        int KeyOf(string name)
        {
            int index = names.IndexOf(name);
            if (index < 0)
            {
                index = names.Count;
                names.Add(name);
            }

            return index;
        }
    }
}
