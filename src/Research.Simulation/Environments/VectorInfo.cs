namespace Research.Simulation.Environments;

/// <summary>
/// Infos of all lanes: for each key an array [N], and a mask of the lanes that have it, which Gymnasium keeps under <c>_key</c>.
/// Overwritten by every reset and step.
/// </summary>
public sealed class VectorInfo
{
    private readonly string[] _keys;
    private readonly double[][] _values;
    private readonly bool[][] _present;

    internal VectorInfo(IReadOnlyList<string> keys, int lanes)
    {
        _keys = [.. keys];
        _values = [.. keys.Select(_ => new double[lanes])];
        _present = [.. keys.Select(_ => new bool[lanes])];
    }

    /// <summary>All keys that a lane can have.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>Values of a key, [N]; 0 where a lane has none.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">No lane can ever have it.</exception>
    public ReadOnlySpan<double> this[string key] => _values[IndexOf(key)];

    /// <summary>The lanes that have a key now, [N].</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">No lane can ever have it.</exception>
    public ReadOnlySpan<bool> Mask(string key) => _present[IndexOf(key)];

    internal void Set(int lane, StepInfo info)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            _present[i][lane] = info.TryGet(i, out double value);
            _values[i][lane] = _present[i][lane] ? value : 0;
        }
    }

    internal void Clear(int lane)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            (_present[i][lane], _values[i][lane]) = (false, 0);
        }
    }

    private int IndexOf(string key)
    {
        int index = Array.IndexOf(_keys, key);
        return index >= 0 ? index : throw new KeyNotFoundException(
            $"No lane can have '{key}'; there are {string.Join(", ", _keys)}.");
    }
}
