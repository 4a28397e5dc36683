using Research.Experiments;
using Research.Sweeps;
using Research.Tables;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research sweep collect</c>: the runs of a sweep as one table.</summary>
internal sealed class SweepCollectCommand : KitCommand
{
    private readonly SweepName _name = new();

    public SweepCollectCommand()
        : base("collect",
            "Merges the runs of a sweep into one table, table.csv beside its plan, and prints it with the seeds of a variant "
                + "together.", "research sweep collect focal-grid")
    {
        _name.AddTo(this);
        SetAction(parsed => Write(_name.Open(parsed)));
    }

    /// <summary>Writes and prints the table, and lists what is missing.</summary>
    /// <returns>Failed where a run is not complete.</returns>
    public static int Write(SweepFolder sweep)
    {
        var table = SweepTable.Collect(sweep);
        string file = Path.Combine(sweep.Folder, "table.csv");
        table.ToDataFrame().WriteCsv(file);
        AnsiConsole.Write(FrameText.Of(table.Variants(SweepExperiments.Named(sweep.Plan.Tasks[0].Experiment).Scores),
            int.MaxValue));
        foreach (var row in table.Rows.Where(row => row.State == TaskState.Failed))
        {
            Console.Error.WriteLine($"{row.Task.Run} failed: {row.Error}");
        }

        Console.WriteLine(SweepText.Of(SweepTime.Of(table.Rows.Select(row => row.Status), DateTimeOffset.UtcNow)));
        int complete = table.Rows.Count(row => row.State == TaskState.Complete);
        Console.WriteLine($"{complete} of {table.Rows.Count} runs are complete; {file}");
        return complete == table.Rows.Count ? ExitCode.Done : ExitCode.Failed;
    }
}
