using System.Globalization;

namespace Research.Training;

/// <summary>Runs as rows of a table: what they are, their configuration, their scores.</summary>
public static class RunTable
{
    /// <summary>Everything of a run by name: <c>run</c>, <c>experiment</c>, <c>state</c>, <c>seed</c>, <c>epochs</c>, <c>started</c>, <c>folder</c>, <c>problem</c>, its configuration and its scores.</summary>
    /// <returns>Numbers as <see cref="double"/> or <see cref="long"/>, all else as text; null where there is none.</returns>
    public static IReadOnlyDictionary<string, object?> Row(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var row = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["run"] = run.Name,
            ["experiment"] = run.Experiment,
            ["state"] = run.State.ToString().ToLowerInvariant(),
            ["seed"] = (long?)run.Seed,
            ["epochs"] = (long)run.EpochCount,
            ["started"] = run.Started?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            ["folder"] = run.Folder,
            ["problem"] = run.Problem,
        };
        foreach (var (name, value) in run.Config)
        {
            row.TryAdd(name, double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : value);
        }

        foreach (var (name, score) in run.Scores)
        {
            row.TryAdd(name, score);
        }

        return row;
    }

    /// <summary>All runs below a folder, for a table of a database: every row has every column, names in one spelling.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows(string root)
    {
        var rows = RunRecord.All(root, epochs: false).Select(Row).ToList();
        string[] columns = [.. rows.SelectMany(row => row.Keys).Distinct(StringComparer.OrdinalIgnoreCase)];
        return [.. rows.Select(row => columns.ToDictionary(column => column, row.GetValueOrDefault))];
    }

    /// <summary>
    /// The column that a short name means: the one of that name; else one whose last part it is (<c>cell</c>: <c>options.cell</c>); else one whose last part begins with it
    /// (<c>composite</c>: <c>Test.composite_f1</c>). Of several the one with the fewest parts.
    /// </summary>
    /// <returns>Its name; null where there is none.</returns>
    public static string? Column(IEnumerable<string> columns, string name)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentException.ThrowIfNullOrEmpty(name);
        string? best = null;
        int least = int.MaxValue;
        foreach (string column in columns)
        {
            int last = column.LastIndexOf('.') + 1;
            int tier = column.Equals(name, StringComparison.OrdinalIgnoreCase) ? 0
                : column.EndsWith(name, StringComparison.OrdinalIgnoreCase) && column.Length > name.Length && column[^(name.Length + 1)] == '.' ? 1
                : column.AsSpan(last).StartsWith(name, StringComparison.OrdinalIgnoreCase) ? 2
                : 3;
            int rank = tier * 1000 + column.Count(c => c == '.');
            if (tier < 3 && rank < least)
            {
                (best, least) = (column, rank);
            }
        }

        return best;
    }
}
