using System.Globalization;
using System.Text;
using Research.Training;

namespace Research.Sweeps;

/// <summary>One run of a sweep in its table.</summary>
/// <param name="Task">The run.</param>
/// <param name="State">How it stands.</param>
/// <param name="Folder">Its folder, relative to that of all runs; empty until it is whole.</param>
/// <param name="Scores">What it came to; empty until it is whole.</param>
/// <param name="Error">The error it failed by; empty otherwise.</param>
public sealed record SweepRow(SweepTask Task, TaskState State, string Folder, IReadOnlyDictionary<string, double> Scores, string Error);

/// <summary>The runs of a sweep in one table: what varies between them, and what each came to. Times are left out, so that the same runs give the same table.</summary>
public sealed class SweepTable
{
    private static readonly HashSet<string> Times = ["seconds", "peak_memory_megabytes", "wait_share"];

    private SweepTable(IReadOnlyList<SweepRow> rows)
    {
        Rows = rows;
        Scores = [.. rows.SelectMany(row => row.Scores.Keys).Distinct()];
        var options = rows.Select(row => JsonText.Flat(row.Task.Options)).ToList();
        Options = [.. options.SelectMany(o => o.Keys).Distinct().Where(name => options.Select(o => o.GetValueOrDefault(name)).Distinct().Count() > 1)];
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
        return new SweepTable([.. sweep.Status().Select(status =>
        {
            string? folder = status.State == TaskState.Whole ? status.Record!.Folder : null;
            var run = folder is null ? null : RunRecord.Read(Path.Combine(sweep.Root, folder), epochs: false);
            return new SweepRow(status.Task, status.State, folder ?? "", run?.Scores.Where(s => !Times.Contains(s.Key)).ToDictionary() ?? [], status.Error ?? run?.Problem ?? "");
        })]);
    }

    /// <summary>The table as comma-separated values (RFC 4180), numbers with all their digits.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder();
        Add(["run", "variant", "seed", "experiment", "kind", "state", .. Options.Select(o => "options." + o), .. Scores, "folder", "error"]);
        foreach (var row in Rows)
        {
            var options = JsonText.Flat(row.Task.Options);
            Add([row.Task.Run, row.Task.Variant, $"{row.Task.Seed}", row.Task.Experiment, row.Task.Kind, $"{row.State}",
                .. Options.Select(o => options.GetValueOrDefault(o, "")),
                .. Scores.Select(s => row.Scores.TryGetValue(s, out double score) ? score.ToString("R", CultureInfo.InvariantCulture) : ""), row.Folder, row.Error]);
        }

        return text.ToString();

        void Add(IEnumerable<string> fields) => text.AppendJoin(',', fields.Select(Quoted)).Append('\n');
    }

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\n\r") >= 0 ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
