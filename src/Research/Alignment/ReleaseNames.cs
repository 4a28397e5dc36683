namespace Research.Alignment;

/// <summary>
/// Releases that a log names otherwise than the press, because a modifier or the layout changed while the key was held: AltGr
/// makes <c>@</c> of <c>q</c>, Shift makes <c>!</c> of <c>1</c>. Logs with key codes have none.
/// </summary>
internal static class ReleaseNames
{
    private static readonly string[] Modifiers =
        ["Key.shift", "Key.alt", "Key.ctrl", "Key.cmd", "Key.caps_lock", "Key.num_lock", "Key.menu"];

    /// <summary>
    /// Gives a release of a character that is not down to the one character key that is: which was pressed before a modifier was,
    /// and, where there are several, is not released under its own name later.
    /// </summary>
    /// <param name="events">Sorted by time; changed in place.</param>
    /// <param name="names">Names of the keys.</param>
    /// <param name="coded">Whether the log has a code for each key.</param>
    /// <returns>The releases that were given to another name: the event's line, and both names.</returns>
    public static IReadOnlyList<(int Line, string Named, string Held)> Match(KeyEvent[] events, string[] names, bool[] coded)
    {
        bool[] isCharacter = [.. names.Select((name, key) => !coded[key] && name.EnumerateRunes().Count() == 1)];
        bool[] isModifier = [.. names.Select(name => Modifiers.Any(m => name.StartsWith(m, StringComparison.Ordinal)))];
        int[] pressed = new int[names.Length]; // index of the press and 1; 0: not held
        var matched = new List<(int Line, string Named, string Held)>();
        int modifier = -1;
        for (int i = 0; i < events.Length; i++)
        {
            int key = events[i].Key;
            modifier = isModifier[key] ? i : modifier;
            if (events[i].Transition == KeyTransition.Down)
            {
                pressed[key] = pressed[key] == 0 ? i + 1 : pressed[key];
            }
            else if (pressed[key] > 0)
            {
                pressed[key] = 0;
            }
            else if (isCharacter[key] && Only(events, i,
                [.. Enumerable.Range(0, names.Length).Where(k => isCharacter[k] && pressed[k] > 0 && pressed[k] - 1 < modifier)])
                is { } held)
            {
                matched.Add((events[i].Line, names[key], names[held]));
                events[i] = events[i] with { Key = held };
                pressed[held] = 0;
            }
        }

        return matched;
    }

    private static int? Only(KeyEvent[] events, int release, int[] candidates)
    {
        int[] unreleased = candidates.Length > 1
            ? [.. candidates.Where(key => events.Skip(release + 1)
            .FirstOrDefault(e => e.Key == key, new(0, key, KeyTransition.Down, 0)).Transition == KeyTransition.Down)]
            : candidates;
        return unreleased is [var one] ? one : null;
    }
}
