namespace Research.Alignment;

/// <summary>
/// The actions that an agent can take, in the order of the label columns, and the keys, mouse buttons and turns of the wheel that
/// mean each one.
/// </summary>
/// <remarks>
/// Keys are named as in the key log (<c>Key.space</c>, <c>f</c>); of a letter both cases are one key. The mouse has
/// <c>mouse.left</c>, <c>mouse.right</c>, <c>mouse.middle</c>, <c>mouse.x1</c>, <c>mouse.x2</c>, <c>mouse.wheel_up</c> and
/// <c>mouse.wheel_down</c>.
/// </remarks>
public sealed class ActionSet
{
    private readonly Dictionary<string, int> _actionOfKey = [];

    /// <summary>Binds each action to one key.</summary>
    /// <exception cref="ArgumentException">There is no action, or a name or key twice.</exception>
    public ActionSet(params (string Action, string Key)[] bindings)
        : this((bindings ?? throw new ArgumentNullException(nameof(bindings)))
            .Select(binding => new KeyValuePair<string, IReadOnlyList<string>>(binding.Action, [binding.Key])))
    {
    }

    /// <summary>Binds actions to keys; an action is held while one of its keys is down.</summary>
    /// <param name="bindings">The name of each action and its keys, at least one.</param>
    /// <exception cref="ArgumentException">There is no action, an action without a key, or a name or key twice.</exception>
    public ActionSet(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> bindings)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        var all = bindings.ToList();
        Names = [.. all.Select(binding => binding.Key)];
        KeysOf = [.. all.Select(binding => binding.Value)];
        if (all.Count == 0)
        {
            throw new ArgumentException("Found no action; expected one at least.", nameof(bindings));
        }

        int keyless = all.FindIndex(binding => binding.Value.Count == 0);
        if (keyless >= 0)
        {
            throw new ArgumentException($"Found no key of {Names[keyless]}; expected one at least.", nameof(bindings));
        }

        if (Names.CountBy(name => name).FirstOrDefault(name => name.Value > 1).Key is { } twice)
        {
            throw new ArgumentException($"Found the action {twice} twice; expected each once.", nameof(bindings));
        }

        foreach (var (action, (name, keys)) in all.Index())
        {
            foreach (string key in keys.Where(key => !_actionOfKey.TryAdd(Folded(key), action)))
            {
                string first = Names[_actionOfKey[Folded(key)]];
                throw new ArgumentException($"Found the key {key} {(first == name ? $"twice in {name}" : $"of {first} and of {name}")}; "
                    + "expected each key once.", nameof(bindings));
            }
        }
    }

    /// <summary>The seven actions of the Cuphead report, in its order, with its keys.</summary>
    public static ActionSet Cuphead { get; } = new(
        ("UP", "Key.up"), ("DOWN", "Key.down"), ("LEFT", "Key.left"), ("RIGHT", "Key.right"),
        ("JUMP", "Key.space"), ("SHOOT", "f"), ("DASH", "d"));

    /// <summary>Names in the order of the label columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>All keys of each action, in the same order.</summary>
    public IReadOnlyList<IReadOnlyList<string>> KeysOf { get; }

    /// <summary>The first key of each action, in the same order.</summary>
    public IReadOnlyList<string> Keys => [.. KeysOf.Select(keys => keys[0])];

    /// <summary>Number of actions.</summary>
    public int Count => Names.Count;

    /// <summary>Whether an action is meant by the mouse.</summary>
    public bool UsesMouse => _actionOfKey.Keys.Any(key => key.StartsWith(MouseKeys.Prefix, StringComparison.Ordinal));

    /// <summary>The label column of an action.</summary>
    /// <exception cref="ArgumentException">There is no such action.</exception>
    public int IndexOf(string action)
    {
        int index = Names.ToList().IndexOf(action);
        return index >= 0 ? index : throw new ArgumentException(
            $"No action is named '{action}'; there are {string.Join(", ", Names)}.", nameof(action));
    }

    /// <summary>The label column that a key drives, or −1. A letter is the same key in both cases.</summary>
    public int OfKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _actionOfKey.GetValueOrDefault(Folded(key), -1);
    }

    /// <summary>Whether another set has the same actions with the same keys, in the same order.</summary>
    public bool IsSame(ActionSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Names.SequenceEqual(other.Names) && KeysOf.Zip(other.KeysOf).All(pair => pair.First.SequenceEqual(pair.Second));
    }

    /// <summary><c>JUMP (Key.space), SHOOT (f, mouse.left)</c>.</summary>
    public override string ToString() =>
        string.Join(", ", Names.Zip(KeysOf, (name, keys) => $"{name} ({string.Join(", ", keys)})"));

    private static string Folded(string key) => key.Length == 1 ? key.ToLowerInvariant() : key;
}
