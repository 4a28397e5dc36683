using System.CommandLine;
using Research.Experiments;
using Research.Sweeps;

namespace Research.Cli;

/// <summary><c>research sweep task</c>: one run of a plan, in this process. Schedulers call it.</summary>
internal sealed class SweepTaskCommand : KitCommand
{
    private readonly Argument<string> _plan = PathArgument("PLAN", "The plan of a sweep.");
    private readonly Argument<int> _line = new("LINE") { Description = "Number of the run's line." };

    public SweepTaskCommand()
        : base("task", "Computes one run of a sweep's plan: loads it where it is complete, goes on with it where it is not.")
    {
        Hidden = true;
        Arguments.Add(_plan);
        Arguments.Add(_line);
        Does(Run);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var sweep = SweepFolder.Of(parsed.GetValue(_plan)!);
        int line = parsed.GetValue(_line);
        var task = line >= 1 && line <= sweep.Plan.Tasks.Count
            ? sweep.Plan.Tasks[line - 1]
            : throw new ArgumentException(
                $"{sweep.PlanFile}: found no line {line}; expected one of 1 to {sweep.Plan.Tasks.Count}.");
        string folder = SweepRunner.Run(sweep, task, SweepExperiments.Named(task.Experiment), new ProgressLine("steps"),
            cancellation);
        ProgressLine.Finish($"{task.Run}: {folder}");
        return ExitCode.Done;
    }
}
