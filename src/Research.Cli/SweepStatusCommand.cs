using System.CommandLine;
using Microsoft.Data.Analysis;
using Research.Sweeps;
using Research.Tables;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research sweep status</c>: how the runs of a sweep stand.</summary>
internal sealed class SweepStatusCommand : KitCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private readonly SweepName _name = new();
    private readonly Option<bool> _all = new("--all") { Description = "List completed and waiting runs too." };
    private readonly Option<bool> _watch = new(
        "--watch")
    { Description = "Show it again every two seconds, until no run is queued or running." };

    public SweepStatusCommand()
        : base("status", "Shows how the runs of a sweep stand: how many are complete, and which run, failed or were stopped.",
            "research sweep status focal-grid --watch")
    {
        _name.AddTo(this);
        Does(Run, _all, _watch);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var sweep = _name.Open(parsed);
        bool isFirst = true;
        int ended = 0;
        while (true)
        {
            var statuses = SlurmJobs.Status(sweep, out string? problem);
            if (!isFirst && !Console.IsOutputRedirected)
            {
                AnsiConsole.Clear();
            }

            isFirst = false;
            Console.WriteLine($"{sweep.Name}: {SweepText.Count(statuses)}, of {statuses.Count:N0}");
            if (statuses.Any(s => s.Record is not null))
            {
                Console.WriteLine(SweepText.Of(SweepTime.Of(statuses, DateTimeOffset.UtcNow)));
            }

            var listed = statuses.Where(s => parsed.GetValue(_all)
                || s.State is TaskState.Running or TaskState.Stopped or TaskState.Failed).ToList();
            if (listed.Count > 0)
            {
                AnsiConsole.Write(FrameText.Of(Frame(listed), int.MaxValue));
            }

            if (problem is not null)
            {
                Console.Error.WriteLine($"warning: what Slurm has queued is not known. {problem}");
            }

            // a run that was stopped may be started again at once, so one look does not tell
            bool isUnknown = problem is not null && statuses.Any(s => s.State == TaskState.Waiting);
            ended = isUnknown || IsAtWork(statuses) ? 0 : ended + 1;
            if (!parsed.GetValue(_watch) || ended == 2 || statuses.All(s => s.State == TaskState.Complete))
            {
                return ExitCode.Done;
            }

            cancellation.WaitHandle.WaitOne(Look);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Whether a run goes on, or will: what waits for one that has failed or was stopped does not.</summary>
    private static bool IsAtWork(IReadOnlyList<SweepTaskStatus> statuses)
    {
        var ended = new HashSet<string>();
        foreach (var status in statuses) // what a run needs is above it
        {
            if (status.State is TaskState.Failed or TaskState.Stopped
                || (status.State == TaskState.Waiting && status.Task.After.Any(ended.Contains)))
            {
                ended.Add(status.Task.Run);
            }
            else if (status.State is TaskState.Queued or TaskState.Running or TaskState.Waiting)
            {
                return true;
            }
        }

        return false;
    }

    private static DataFrame Frame(IEnumerable<SweepTaskStatus> statuses) => statuses.Select(status =>
    {
        var last = status.Record?.Attempts is [.., var latest] ? latest : null;
        return new
        {
            status.Task.Run,
            State = SweepText.Of(status.State),
            Attempts = status.Record?.Attempts.Count ?? 0,
            On = last is null ? "" : $"{last.Host}{((status.Job ?? last.Job) is { } job ? $", job {job}" : "")}",
            Progress = status.Error ?? (status.Progress is { Total: > 0 } p ? $"{100L * p.Done / p.Total} %  {p.Detail}" : ""),
        };
    }).ToDataFrame();
}
