using System.Collections;
using System.Globalization;

namespace Research.Notebooks.Interactive;

/// <summary>The rows that a query gave, in order.</summary>
public sealed class QueryResult : IReadOnlyList<QueryRow>
{
    private readonly List<QueryRow> _rows;

    internal QueryResult(IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        Columns = columns;
        _rows = [.. rows.Select(values => new QueryRow(columns, values))];
    }

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <inheritdoc/>
    public int Count => _rows.Count;

    /// <inheritdoc/>
    public QueryRow this[int index] => _rows[index];

    /// <summary>A column's values.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    /// <exception cref="FormatException">A value is not of that type.</exception>
    public IReadOnlyList<T?> Column<T>(string name) => [.. _rows.Select(row => row.Get<T>(name))];

    /// <inheritdoc/>
    public IEnumerator<QueryRow> GetEnumerator() => _rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>One row: values by their columns' names.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1710", Justification = "A row is what it is.")]
public sealed class QueryRow : IReadOnlyDictionary<string, object?>
{
    private readonly IReadOnlyList<string> _columns;
    private readonly object?[] _values;

    internal QueryRow(IReadOnlyList<string> columns, object?[] values) => (_columns, _values) = (columns, values);

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _columns;

    /// <inheritdoc/>
    public IEnumerable<object?> Values => _values;

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public object? this[string key] => TryGetValue(key, out object? value)
        ? value
        : throw new KeyNotFoundException($"The row has no column \"{key}\"; it has {string.Join(", ", _columns)}.");

    /// <summary>A value, converted.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    /// <exception cref="FormatException">The value is not of that type.</exception>
    public T? Get<T>(string column) => this[column] switch
    {
        null => default,
        T value => value,
        var value => (T)Convert.ChangeType(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T),
            CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, out object? value)
    {
        for (int index = 0; index < _columns.Count; index++)
        {
            if (!string.Equals(_columns[index], key, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            value = _values[index];
            return true;
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() =>
        _columns.Zip(_values, KeyValuePair.Create).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
