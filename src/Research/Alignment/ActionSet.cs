namespace Research.Alignment;

/// <summary>The actions an agent can take, in the order of the label columns, and the key that each one is bound to.</summary>
public sealed class ActionSet
{
    private readonly string[] _keys;

    /// <summary>Binds actions to keys.</summary>
    /// <exception cref="ArgumentException">No action, or a name or key twice.</exception>
    public ActionSet(params (string Action, string Key)[] bindings)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        Names = [.. bindings.Select(b => b.Action)];
        _keys = [.. bindings.Select(b => b.Key)];
        if (bindings.Length == 0)
        {
            throw new ArgumentException("Found no action; expected one at least.", nameof(bindings));
        }

        if (Names.Distinct().Count() != Names.Count || _keys.Distinct().Count() != _keys.Length)
        {
            throw new ArgumentException("Every action and every key stands once in an action set.", nameof(bindings));
        }
    }

    /// <summary>The seven actions of the Cuphead report, in its order, with its keys.</summary>
    public static ActionSet Cuphead { get; } = new(
        ("UP", "Key.up"), ("DOWN", "Key.down"), ("LEFT", "Key.left"), ("RIGHT", "Key.right"),
        ("JUMP", "Key.space"), ("SHOOT", "f"), ("DASH", "d"));

    /// <summary>Names in the order of the label columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Keys in the same order.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>Number of actions.</summary>
    public int Count => Names.Count;

    /// <summary>The label column of an action.</summary>
    /// <exception cref="ArgumentException">There is no such action.</exception>
    public int IndexOf(string action)
    {
        int index = Names.ToList().IndexOf(action);
        return index >= 0 ? index : throw new ArgumentException(
            $"No action is named '{action}'; there are {string.Join(", ", Names)}.", nameof(action));
    }

    /// <summary>The label column that a key drives, or −1. A letter is the same key in both cases.</summary>
    public int OfKey(string key) => Array.FindIndex(
        _keys, bound => bound == key || (bound.Length == 1 && bound.Equals(key, StringComparison.OrdinalIgnoreCase)));
}
