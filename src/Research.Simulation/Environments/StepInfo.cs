namespace Research.Simulation.Environments;

/// <summary>
/// Gymnasium's <c>info</c>: numbers by name beside an observation. An environment keeps one and overwrites it with every reset
/// and step; copy what is to last.
/// </summary>
/// <remarks>Nested dictionaries are flat here: Gymnasium's <c>info["episode"]["r"]</c> is <c>info["episode.r"]</c>.</remarks>
public sealed class StepInfo
{
    private readonly string[] _keys;
    private readonly double[] _values;
    private readonly bool[] _present;

    /// <summary>An info without values.</summary>
    /// <param name="keys">All keys that it can ever have, each once.</param>
    /// <exception cref="ArgumentException">A key stands twice.</exception>
    public StepInfo(IEnumerable<string> keys)
    {
        _keys = [.. keys];
        if (_keys.GroupBy(k => k).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"An info has the key '{twice.Key}' already.", nameof(keys));
        }

        _values = new double[_keys.Length];
        _present = new bool[_keys.Length];
    }

    /// <summary>All keys that it can ever have.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>The value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">It has no such key now.</exception>
    public double this[string key] => TryGetValue(key, out double value)
        ? value
        : throw new KeyNotFoundException(
            $"The info has no '{key}' now; it has "
            + $"{string.Join(", ", _keys.Where((_, i) => _present[i]).DefaultIfEmpty("nothing"))}.");

    /// <summary>Whether it has a key now, and its value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value, or 0.</param>
    public bool TryGetValue(string key, out double value)
    {
        int index = Array.IndexOf(_keys, key);
        bool has = index >= 0 && _present[index];
        value = has ? _values[index] : 0;
        return has;
    }

    /// <summary>Sets the value of a key.</summary>
    /// <param name="index">Place of the key in <see cref="Keys"/>.</param>
    /// <param name="value">The value.</param>
    internal void Set(int index, double value) => (_values[index], _present[index]) = (value, true);

    internal void Clear() => Array.Clear(_present);

    internal bool TryGet(int index, out double value)
    {
        value = _values[index];
        return _present[index];
    }

    /// <summary>Takes over the values of an info whose keys are the first of this one's.</summary>
    internal void CopyFrom(StepInfo other)
    {
        Clear();
        other._values.CopyTo(_values, 0);
        other._present.CopyTo(_present, 0);
    }
}
