using System.Globalization;
using Microsoft.Data.Analysis;
using Research.Tables;

namespace Research.Training;

/// <summary>The runs of a results folder as one frame.</summary>
public static class Runs
{
    /// <summary>
    /// A row for each run below a folder: <c>run</c>, <c>experiment</c>, <c>state</c>, <c>seed</c>, <c>epochs</c>,
    /// <c>started</c>, <c>folder</c>, <c>problem</c>, and a column for each of its options and scores, by their names on disk.
    /// </summary>
    /// <param name="root">The folder, such as <c>results/quick</c>; where it does not exist, the one of that name in the kit's
    /// folder.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static DataFrame Load(string root)
    {
        ArgumentNullException.ThrowIfNull(root);
        string folder = Directory.Exists(root) ? root : Path.Combine(Repository.Root, root);
        return Directory.Exists(folder) ? ToDataFrame(RunRecord.All(folder, epochs: false))
            : throw new DirectoryNotFoundException($"{root}: found no such folder; expected one with runs.");
    }

    /// <summary>Runs as a frame, see <see cref="Load"/>.</summary>
    /// <param name="runs">The runs.</param>
    public static DataFrame ToDataFrame(IReadOnlyCollection<RunRecord> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        RunRecord[] rows = [.. runs];
        DataFrameColumn[] own =
        [
            new StringDataFrameColumn("run", rows.Select(run => run.Name)),
            new StringDataFrameColumn("experiment", rows.Select(run => run.Experiment)),
            new StringDataFrameColumn("state", rows.Select(run => run.State.ToString().ToLowerInvariant())),
            new Int64DataFrameColumn("seed", rows.Select(run => (long?)run.Seed)),
            new Int64DataFrameColumn("epochs", rows.Select(run => (long?)run.EpochCount)),
            new StringDataFrameColumn("started",
                rows.Select(run => run.Started?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))),
            new StringDataFrameColumn("folder", rows.Select(run => run.Folder)),
            new StringDataFrameColumn("problem", rows.Select(run => run.Problem)),
        ];
        return new DataFrame([.. own, .. Columns(rows)
            .Where(column => !own.Any(o => o.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)))]);
    }

    /// <summary>
    /// The column that a short name means: the one of that name; else one whose last part it is (<c>cell</c>:
    /// <c>options.cell</c>); else one whose last part begins with it (<c>composite</c>: <c>Test.composite_f1</c>). Of several the
    /// one with the fewest parts.
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
                : column.EndsWith(name, StringComparison.OrdinalIgnoreCase) && column.Length > name.Length
                && column[^(name.Length + 1)] == '.' ? 1
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

    /// <summary>
    /// Options and scores, in the order in which the runs have them; those whose names differ only in case are one.
    /// </summary>
    private static IEnumerable<DataFrameColumn> Columns(RunRecord[] runs)
    {
        var columns = new OrderedDictionary<string, RunColumn>(StringComparer.OrdinalIgnoreCase);
        for (int row = 0; row < runs.Length; row++)
        {
            int next = 0; // most runs have the names of the run before them, in the same order
            foreach (var (name, text) in runs[row].Config)
            {
                Column(name, ref next).Set(row, text);
            }

            foreach (var (name, score) in runs[row].Scores)
            {
                Column(name, ref next).Set(row, score);
            }
        }

        return columns.Values.Select(column => column.ToDataFrameColumn());

        RunColumn Column(string name, ref int next)
        {
            if (next < columns.Count && columns.GetAt(next).Key == name)
            {
                return columns.GetAt(next++).Value;
            }

            columns.TryAdd(name, new RunColumn(name, runs.Length));
            next = columns.IndexOf(name);
            return columns.GetAt(next++).Value;
        }
    }
}
