namespace Research.Metrics;

/// <summary>Consecutive rows of a matrix.</summary>
/// <param name="First">Index of the first row, from 0.</param>
/// <param name="Count">How many.</param>
public readonly record struct RowRange(int First, int Count)
{
    /// <summary>Index after the last row.</summary>
    public int End => First + Count;

    /// <summary>The row indices, in order.</summary>
    public IEnumerable<int> Rows => Enumerable.Range(First, Count);

    /// <summary>The rows of each group, in the order in which groups begin; those of a group stand together.</summary>
    /// <param name="groups">The group of each row.</param>
    public static RowRange[] OfGroups<T>(IEnumerable<T> groups) =>
        [.. groups.Index().GroupBy(row => row.Item, row => row.Index).Select(rows => new RowRange(rows.First(), rows.Count()))];

    /// <summary>Row indices as maximal runs of consecutive ones, in the given order.</summary>
    public static IReadOnlyList<RowRange> RunsOf(IEnumerable<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var runs = new List<RowRange>();
        foreach (int row in rows)
        {
            if (runs.Count > 0 && runs[^1].End == row)
            {
                runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
            }
            else
            {
                runs.Add(new RowRange(row, 1));
            }
        }

        return runs;
    }
}
