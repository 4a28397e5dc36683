using System.Globalization;
using System.Text;
using System.Text.Json;
using Research.Training;

namespace Research.Sweeps;

/// <summary>A job array that Slurm was given.</summary>
/// <param name="Job">Its number.</param>
/// <param name="Offset">The line of an element is its number and this.</param>
/// <param name="Lines">The lines of the plan.</param>
/// <param name="Submitted">When.</param>
public sealed record SlurmArray(string Job, int Offset, IReadOnlyList<int> Lines, DateTimeOffset Submitted);

/// <summary>What a run asks Slurm for.</summary>
public sealed record SlurmResources
{
    /// <summary>Longest time of a run, as <c>sbatch --time</c> takes it: minutes, or <c>2:00:00</c>.</summary>
    public string Time { get; init; } = "4:00:00";

    /// <summary>Memory of a run, as <c>sbatch --mem</c> takes it.</summary>
    public string Memory { get; init; } = "4G";

    /// <summary>Whether a run gets a GPU to itself.</summary>
    public bool Gpu { get; init; }

    /// <summary>Most elements of an array at a time; null: as many as there is room for.</summary>
    public int? MaxParallel { get; init; }
}

/// <summary>
/// Runs of a sweep as job arrays of Slurm: an array for the runs that need the same others, submitted with these as its
/// dependency. All else, such as partition and account, is taken from sbatch's own variables (<c>SBATCH_PARTITION</c>,
/// <c>SBATCH_ACCOUNT</c>).
/// </summary>
public static class SlurmJobs
{
    private static readonly JsonSerializerOptions Line = new(RunDirectory.Json) { WriteIndented = false };

    /// <summary>Slurm's own limit (MaxArraySize) is 1001 unless a cluster raises it.</summary>
    private const int LargestIndex = 1000;

    /// <summary>Submits the runs that are neither complete nor in the queue.</summary>
    /// <param name="sweep">The sweep; Slurm's machines must see its folder.</param>
    /// <param name="command">Program and arguments that compute a run; its number is added as the last argument.</param>
    /// <param name="resources">What a run gets.</param>
    /// <returns>The arrays that were submitted.</returns>
    /// <exception cref="InvalidOperationException">Slurm refuses, or does not answer; what was submitted before is
    /// kept.</exception>
    public static IReadOnlyList<SlurmArray> Submit(
        SweepFolder sweep, IReadOnlyList<string> command, SlurmResources? resources = null)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(command);
        resources ??= new SlurmResources();
        var elements = Queue(sweep).ToDictionary(q => q.Line, q => q.Element);
        var complete = sweep.CompletedTasks();
        var rest = sweep.Plan.Tasks.Where(task => !complete.Contains(task.Run) && !elements.ContainsKey(task.Line)
            && sweep.Status(task).State != TaskState.Running).ToList();
        string script = WriteScript(sweep, command);
        var submitted = new List<SlurmArray>();
        // What a run needs is in a line above it: so are the arrays of its needs submitted before.
        foreach (var group in rest.GroupBy(task => (Needs: string.Join(',', task.After), task.Cores,
            Chunk: (task.Line - 1) / LargestIndex)).OrderBy(g => g.Max(t => Depth(sweep, t))).ThenBy(g => g.First().Line))
        {
            string[] needs = [.. group.First().After.Where(run => !complete.Contains(run))
                .Select(run => elements.TryGetValue(sweep.Plan[run].Line, out string? queued) ? queued
                    : throw new InvalidOperationException($"{run}: found a process at it that Slurm has not started; expected it "
                        + "to end first. Then the same command goes on."))];
            int offset = group.Key.Chunk * LargestIndex;
            int[] lines = [.. group.Select(task => task.Line)];
            string job = Sbatch(
            [
                "--parsable", $"--job-name={sweep.Name}",
                    $"--array={string.Join(',', lines.Select(line => line - offset))}{(resources.MaxParallel is { } most ? $"%{most}" : "")}",
                $"--cpus-per-task={group.Key.Cores}", $"--mem={resources.Memory}", $"--time={resources.Time}", "--requeue",
                    "--open-mode=append",
                $"--output={Path.Combine(sweep.Folder, "logs", "slurm-%A_%a.log")}",
                .. needs.Length > 0 ? (string[])[$"--dependency=afterok:{string.Join(':', needs)}", "--kill-on-invalid-dep=yes"]
                    : [],
                .. resources.Gpu ? (string[])["--gres=gpu:1"] : [],
                script, $"{offset}",
            ]);
            var array = new SlurmArray(job, offset, lines, DateTimeOffset.UtcNow);
            File.AppendAllText(ArraysFile(sweep), JsonSerializer.Serialize(array, Line) + "\n");
            submitted.Add(array);
            foreach (int line in lines)
            {
                elements[line] = Element(array, line);
            }
        }

        return submitted;
    }

    /// <summary>How every run stands, by what their processes have written and what is in Slurm's queue.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="problem">Why Slurm's queue is not known; null where it is, or nothing was submitted.</param>
    public static IReadOnlyList<SweepTaskStatus> Status(SweepFolder sweep, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        var elements = new Dictionary<int, string>();
        problem = null;
        try
        {
            elements = Queue(sweep).ToDictionary(q => q.Line, q => q.Element);
        }
        catch (InvalidOperationException e)
        {
            problem = e.Message;
        }

        return [.. sweep.Status().Select(status => elements.TryGetValue(status.Task.Line, out string? element)
            ? status
                with
                {
                    Job = element,
                    State = status.State is TaskState.Running or TaskState.Complete ? status.State : TaskState.Queued,
                }
            : status)];
    }

    /// <summary>The runs that are in Slurm's queue or running.</summary>
    private static IEnumerable<(int Line, string Element)> Queue(SweepFolder sweep)
    {
        if (!File.Exists(ArraysFile(sweep)))
        {
            return [];
        }

        var arrays = File.ReadLines(ArraysFile(sweep)).Select(line => JsonSerializer.Deserialize<SlurmArray>(line, Line)!)
            .ToDictionary(array => array.Job);
        var (code, output, errors) = ProgramOutput.All("squeue",
            ["--me", "--noheader", "--array", "--states=PENDING,CONFIGURING,RUNNING,SUSPENDED,REQUEUED", "--format=%F %K"]);
        return code == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
                .Where(words => words.Length == 2 && arrays.ContainsKey(words[0]))
                .Select(words => (arrays[words[0]].Offset + int.Parse(words[1], CultureInfo.InvariantCulture),
                    $"{words[0]}_{words[1]}"))
            : throw new InvalidOperationException($"squeue: {errors.Trim()}");
    }

    private static string Sbatch(IReadOnlyList<string> arguments)
    {
        var (code, output, errors) = ProgramOutput.All("sbatch", arguments);
        return code == 0 ? output.Trim().Split(';')[0] : throw new InvalidOperationException($"sbatch: {errors.Trim()}");
    }

    private static int Depth(SweepFolder sweep, SweepTask task) => task.After.Count == 0 ? 0
        : 1 + task.After.Max(run => Depth(sweep, sweep.Plan[run]));

    private static string Element(SlurmArray array, int line) => $"{array.Job}_{line - array.Offset}";

    private static string ArraysFile(SweepFolder sweep) => Path.Combine(sweep.Folder, "slurm.jsonl");

    private static string WriteScript(SweepFolder sweep, IReadOnlyList<string> command)
    {
        var script =
            new StringBuilder("#!/bin/sh\n# One run of the sweep: the line of plan.jsonl that is the array's element and $1.\n");
        script.Append(CultureInfo.InvariantCulture, $"export RESEARCH_HOME={Quoted(Repository.Root)}\n");
        foreach (string name in SweepTask.Threads)
        {
            script.Append(CultureInfo.InvariantCulture, $"export {name}=\"$SLURM_CPUS_PER_TASK\"\n");
        }

        script.Append(CultureInfo.InvariantCulture,
            $"exec {string.Join(' ', command.Select(Quoted))} $(($1 + SLURM_ARRAY_TASK_ID))\n");
        string file = Path.Combine(sweep.Folder, "task.sh");
        AtomicFile.Write(file, script.ToString());
        return file;
    }

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
