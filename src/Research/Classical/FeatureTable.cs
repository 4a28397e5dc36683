namespace Research.Classical;

/// <summary>Rows of numbers to learn from, each with the number of the fight, episode or recording that it is from.</summary>
public sealed class FeatureTable
{
    private readonly float[] _values;
    private readonly int[] _groups;

    /// <summary>A table.</summary>
    /// <param name="values">[N, D], row by row.</param>
    /// <param name="groups">[N]: rows of one group resemble each other and stay on one side of every split.</param>
    /// <exception cref="ArgumentException">There is no row, or the values do not divide among the rows.</exception>
    public FeatureTable(IEnumerable<float> values, IEnumerable<int> groups)
    {
        (_values, _groups) = ([.. values], [.. groups]);
        if (_groups.Length == 0 || _values.Length == 0 || _values.Length % _groups.Length != 0)
        {
            throw new ArgumentException(
                $"Found {_values.Length} values for {_groups.Length} rows; expected at least one row, and as many values for "
                + "each.", nameof(values));
        }

        Width = _values.Length / _groups.Length;
    }

    /// <summary>Numbers in a row (D).</summary>
    public int Width { get; }

    /// <summary>Number of rows (N).</summary>
    public int Count => _groups.Length;

    /// <summary>The group of each row.</summary>
    public IReadOnlyList<int> Groups => _groups;

    /// <summary>A copy of a row.</summary>
    public float[] Row(int row) => _values.AsSpan(row * Width, Width).ToArray();

    /// <summary>
    /// Splits the rows for cross-validation: whole groups, dealt out in the order of their numbers, so that no fold has rows of a
    /// group that another has.
    /// </summary>
    /// <param name="folds">So many at most; there are no more than groups.</param>
    /// <returns>The rows of each fold.</returns>
    /// <exception cref="InvalidOperationException">There is one group only.</exception>
    public IReadOnlyList<int[]> Folds(int folds = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        int[] groups = [.. _groups.Distinct().Order()];
        if (groups.Length < 2)
        {
            throw new InvalidOperationException(
                "Found rows of one group; expected at least two fights, episodes or recordings, to keep whole ones apart.");
        }

        int count = Math.Min(folds, groups.Length);
        var fold = groups.Index().ToDictionary(group => group.Item, group => group.Index % count);
        return [.. Enumerable.Range(0, count).Select(f => Enumerable.Range(0, Count).Where(row => fold[_groups[row]] == f)
            .ToArray())];
    }
}
