using Microsoft.Data.Analysis;
using Research.Metrics;
using Research.Tables;
using Research.Training;

namespace Research.Sweeps;

/// <summary>One run of a sweep in its table.</summary>
/// <param name="Status">How it stands.</param>
/// <param name="Folder">Its folder, relative to that of all runs; empty until it is complete.</param>
/// <param name="Scores">What it came to; empty until it is complete.</param>
/// <param name="Error">The error it failed by; empty otherwise.</param>
public sealed record SweepRow(SweepTaskStatus Status, string Folder, IReadOnlyDictionary<string, double> Scores, string Error)
{
    /// <summary>The run.</summary>
    public SweepTask Task => Status.Task;

    /// <summary>How it stands.</summary>
    public TaskState State => Status.State;
}

/// <summary>
/// The runs of a sweep in one table: what varies between them, and what each came to. Times are left out, so that the same runs
/// give the same table.
/// </summary>
public sealed class SweepTable
{
    private static readonly HashSet<string> Times = ["seconds", "peak_memory_megabytes", "wait_share"];

    private readonly SweepOptions _options;

    private SweepTable(IReadOnlyList<SweepRow> rows, SweepOptions options)
    {
        (Rows, _options) = (rows, options);
        Scores = [.. rows.SelectMany(row => row.Scores.Keys).Distinct()];
        Options = [.. options.Varying];
    }

    /// <summary>The runs, in the plan's order.</summary>
    public IReadOnlyList<SweepRow> Rows { get; }

    /// <summary>Options that are not the same in all runs.</summary>
    public IReadOnlyList<string> Options { get; }

    /// <summary>Scores that a run has.</summary>
    public IReadOnlyList<string> Scores { get; }

    /// <summary>Reads the runs of a sweep.</summary>
    public static SweepTable Collect(SweepFolder sweep)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        var rows = new SweepRow[sweep.Plan.Tasks.Count];
        Parallel.For(0, rows.Length, () => new RunReader(epochs: false, settings: false), (i, _, reader) =>
        {
            var (status, run) = sweep.Read(sweep.Plan.Tasks[i], reader);
            bool isWhole = status.State == TaskState.Complete;
            var scores = isWhole ? run!.Scores.Where(s => !Times.Contains(s.Key)).ToDictionary() : [];
            rows[i] = new SweepRow(status, isWhole ? status.Record!.Folder! : "", scores, status.Error ?? run?.Problem ?? "");
            return reader;
        }, static _ => { });
        return new SweepTable(rows, SweepOptions.Of(sweep.Plan.Tasks));
    }

    /// <summary>
    /// A row for each run: <c>run</c>, <c>variant</c>, <c>seed</c>, <c>experiment</c>, <c>kind</c>, <c>state</c>, the options
    /// that are not the same in all (<c>options.NAME</c>), the scores, <c>folder</c> and <c>error</c>.
    /// </summary>
    public DataFrame ToDataFrame()
    {
        return new DataFrame(
        [
            new StringDataFrameColumn("run", Rows.Select(row => row.Task.Run)),
            new StringDataFrameColumn("variant", Rows.Select(row => row.Task.Variant)),
            new Int32DataFrameColumn("seed", Rows.Select(row => row.Task.Seed)),
            new StringDataFrameColumn("experiment", Rows.Select(row => row.Task.Experiment)),
            new StringDataFrameColumn("kind", Rows.Select(row => row.Task.Kind)),
            new StringDataFrameColumn("state", Rows.Select(row => $"{row.State}")),
            .. Options.Select(name => new StringDataFrameColumn("options." + name, _options[name])),
            .. Scores.Select(name => new DoubleDataFrameColumn(name,
                Rows.Select(row => row.Scores.TryGetValue(name, out double score) ? score : (double?)null))),
            new StringDataFrameColumn("folder", Rows.Select(row => row.Folder)),
            new StringDataFrameColumn("error", Rows.Select(row => row.Error)),
        ]);
    }

    /// <summary>Whether a run's score is the one that an experiment names, of whichever session.</summary>
    /// <param name="name">As the run calls it: <c>Test.composite_f1</c>.</param>
    /// <param name="score">As the experiment does: <c>composite_f1</c>.</param>
    public static bool IsCalled(string name, string score)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name == score || name.EndsWith("." + score, StringComparison.Ordinal);
    }

    /// <summary>
    /// A row for each variant: <c>variant</c>, how many of its <c>runs</c> are complete, and of each score the mean and the
    /// spread over seeds.
    /// </summary>
    /// <param name="scores">The scores (<see cref="ISweepExperiment.Scores"/>); those that no run has are left out.</param>
    public DataFrame Variants(IEnumerable<string> scores)
    {
        string[] shown = [.. scores.SelectMany(score => Scores.Where(name => IsCalled(name, score)))];
        return DataFrames.OfDictionaries([.. Rows.GroupBy(row => (row.Task.Kind, row.Task.Variant)).Select(variant =>
        {
            var cells =
                new OrderedDictionary<string, object?>
                {
                    ["variant"] = variant.Key.Variant,
                    ["runs"] = variant.Count(row => row.State == TaskState.Complete),
                };
            foreach (string score in shown)
            {
                double[] values = [.. variant.Where(row => row.Scores.ContainsKey(score)).Select(row => row.Scores[score])];
                cells[score] = values.Length == 0 ? null : SeedSpread.Of(values);
            }

            return cells;
        })]);
    }
}
