namespace Research.Metrics;

/// <summary>Multi-hot labels, or predictions that have been thresholded: bool [N, A], a row a sample, a column a label.</summary>
public sealed class LabelMatrix
{
    private readonly bool[] _values;

    /// <summary>Labels.</summary>
    /// <param name="names">A name for each column.</param>
    /// <param name="values">[N, A], row-major.</param>
    /// <exception cref="ArgumentException">There is no column, a name stands twice, or the values are no complete
    /// rows.</exception>
    public LabelMatrix(IEnumerable<string> names, IEnumerable<bool> values)
    {
        Names = [.. names];
        _values = [.. values];
        if (Names.Count == 0 || Names.Distinct().Count() != Names.Count)
        {
            throw new ArgumentException(
                $"Found columns named {string.Join(", ", Names)}; expected at least one, each with a name of its own.",
                nameof(names));
        }

        if (_values.Length % Names.Count != 0)
        {
            throw new ArgumentException($"Found {_values.Length} values; expected complete rows of {Names.Count}.",
                nameof(values));
        }
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of rows.</summary>
    public int Count => _values.Length / Names.Count;

    /// <summary>A label.</summary>
    public bool this[int row, int column] => _values[row * Names.Count + column];

    /// <summary>Labels of one bit a column: bit a of a number for column a.</summary>
    /// <param name="names">A name for each column, at most 32.</param>
    /// <param name="rows">A number a row.</param>
    /// <exception cref="ArgumentException">There is no column, more than 32, or a name stands twice.</exception>
    public static LabelMatrix OfBits(IReadOnlyList<string> names, IEnumerable<uint> rows)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count <= 32
            ? new(names, rows.SelectMany(bits => names.Select((_, column) => (bits >> column & 1) != 0)))
            : throw new ArgumentException($"Found {names.Count} columns; expected at most 32, the bits of a number.",
                nameof(names));
    }

    /// <summary>A row: [A].</summary>
    public ReadOnlySpan<bool> Row(int row) => _values.AsSpan(row * Names.Count, Names.Count);

    /// <summary>A column, row by row: [N].</summary>
    public bool[] Column(int column) => [.. Enumerable.Range(0, Count).Select(row => this[row, column])];

    /// <summary>The column of a name.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public int IndexOf(string name)
    {
        int index = Names.ToList().IndexOf(name);
        return index >= 0 ? index : throw new ArgumentException(
            $"No column is named '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
    }

    /// <summary>Some rows, in the given order.</summary>
    public LabelMatrix Select(IEnumerable<int> rows) => new(Names, rows.SelectMany(row => Row(row).ToArray()));

    /// <summary>In how many of the given rows (by default all) each column is true: [A].</summary>
    public int[] CountTrue(IEnumerable<int>? rows = null)
    {
        int[] counts = new int[Names.Count];
        foreach (int row in rows ?? Enumerable.Range(0, Count))
        {
            int first = row * counts.Length;
            for (int column = 0; column < counts.Length; column++)
            {
                counts[column] += _values[first + column] ? 1 : 0;
            }
        }

        return counts;
    }

    /// <summary>[A, A]: in how many rows two columns are true at once; on the diagonal, one column.</summary>
    public int[,] CountTogether()
    {
        int[,] counts = new int[Names.Count, Names.Count];
        for (int row = 0; row < Count; row++)
        {
            for (int first = 0; first < Names.Count; first++)
            {
                for (int second = 0; second < Names.Count && this[row, first]; second++)
                {
                    counts[first, second] += this[row, second] ? 1 : 0;
                }
            }
        }

        return counts;
    }

    /// <summary>Each maximal run of rows in which a column is true.</summary>
    public IEnumerable<RowRange> Runs(int column)
    {
        for (int row = 0; row < Count; row++)
        {
            if (!this[row, column])
            {
                continue;
            }

            int first = row;
            while (row < Count && this[row, column])
            {
                row++;
            }

            yield return new RowRange(first, row - first);
        }
    }

    /// <summary>Labels of the given rows (by default all), row-major [N, A]: 1 where true.</summary>
    public float[] ToMultiHot(IEnumerable<int>? rows = null)
    {
        int[] chosen = [.. rows ?? Enumerable.Range(0, Count)];
        float[] labels = new float[chosen.Length * Names.Count];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = this[chosen[i / Names.Count], i % Names.Count] ? 1 : 0;
        }

        return labels;
    }
}
