using System.Text.Json;
using Research.Training;

namespace Research.Sweeps;

/// <summary>
/// The folder of a sweep, <c>ROOT/sweeps/NAME</c>: its plan, what became of each run (<c>tasks/</c>), what the runs printed
/// (<c>logs/</c>), the jobs that Slurm was given. The runs themselves are below <c>ROOT</c>, where runs always are.
/// </summary>
public sealed class SweepFolder
{
    private SweepFolder(string root, string name, SweepPlan plan) => (Root, Name, Plan) = (root, name, plan);

    /// <summary>The folder of all runs.</summary>
    public string Root { get; }

    /// <summary>The sweep's name.</summary>
    public string Name { get; }

    /// <summary>Its plan.</summary>
    public SweepPlan Plan { get; }

    /// <summary>Its folder.</summary>
    public string Folder => FolderOf(Root, Name);

    /// <summary>The plan's file.</summary>
    public string PlanFile => PlanOf(Root, Name);

    /// <summary>Begins a sweep: writes its plan.</summary>
    /// <exception cref="InvalidDataException">It was begun already.</exception>
    public static SweepFolder Begin(string root, string name, SweepPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string file = PlanOf(root, name);
        if (File.Exists(file))
        {
            throw new InvalidDataException(
                $"{file}: found a sweep that was begun; expected --resume to go on with it, or another folder by --out.");
        }

        OutputFolder.Require(Path.Combine(FolderOf(root, name), "tasks"));
        Directory.CreateDirectory(Path.Combine(FolderOf(root, name), "logs"));
        plan.Write(file);
        return new SweepFolder(Path.GetFullPath(root), name, SweepPlan.Read(file));
    }

    /// <summary>Opens a sweep that was begun.</summary>
    /// <exception cref="InvalidDataException">The plan cannot be read.</exception>
    /// <exception cref="FileNotFoundException">There is no such sweep.</exception>
    public static SweepFolder Open(string root, string name)
    {
        string file = PlanOf(root, name);
        if (!File.Exists(file))
        {
            string sweeps = Path.Combine(root, "sweeps");
            string[] there = Directory.Exists(sweeps)
                ? [.. Directory.EnumerateDirectories(sweeps).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)] : [];
            throw new FileNotFoundException(
                $"{file}: found no such file; expected the plan of a sweep that was begun "
                + $"({(there.Length == 0 ? "there is none" : string.Join(", ", there))}).");
        }

        return new SweepFolder(Path.GetFullPath(root), name, SweepPlan.Read(file));
    }

    /// <summary>Opens the sweep of a plan's file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no plan in a sweep's folder.</exception>
    public static SweepFolder Of(string planFile)
    {
        string full = Path.GetFullPath(planFile);
        var plan = SweepPlan.Read(full);
        string? folder = Path.GetDirectoryName(full), sweeps = Path.GetDirectoryName(folder),
            root = Path.GetDirectoryName(sweeps);
        return Path.GetFileName(full) == "plan.jsonl" && Path.GetFileName(sweeps) == "sweeps" && root is not null
            ? new SweepFolder(root, Path.GetFileName(folder)!, plan)
            : throw new InvalidDataException(
                $"{planFile}: found a plan outside a sweep's folder; expected ROOT/sweeps/NAME/plan.jsonl.");
    }

    /// <summary>Whether a sweep of that name was begun.</summary>
    public static bool Exists(string root, string name) => File.Exists(PlanOf(root, name));

    /// <summary>How every run stands, by what their processes have written.</summary>
    public IReadOnlyList<SweepTaskStatus> Status() => [.. Plan.Tasks.AsParallel().AsOrdered().Select(Status)];

    /// <summary>How a run stands.</summary>
    public SweepTaskStatus Status(SweepTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Read(task, new RunReader(epochs: false, settings: false)).Status;
    }

    /// <summary>
    /// How a run stands, and the run where its process has ended well. One whose files are damaged since then is to be computed
    /// again.
    /// </summary>
    internal (SweepTaskStatus Status, RunRecord? Run) Read(SweepTask task, RunReader reader)
    {
        var record = TaskLog.Read(RecordFile(task));
        bool isHeld = FileLock.IsHeld(LockFile(task));
        var run = record is { Attempts: [.., { End: AttemptOutcome.Whole }], Folder: { } folder }
            ? reader.Read(Path.Combine(Root, folder)) : null;
        var state = isHeld ? TaskState.Running : record?.Attempts switch
        {
            null or [] => TaskState.Waiting,
            [.., { End: AttemptOutcome.Whole }] => run is { State: RunState.Complete } ? TaskState.Complete : TaskState.Stopped,
            [.., { End: AttemptOutcome.Failed }] => TaskState.Failed,
            _ => TaskState.Stopped,
        };
        return (new SweepTaskStatus(task, state, record, isHeld ? Progress(task) : null), run);
    }

    /// <summary>Names of the runs that are complete and of this build of the kit.</summary>
    public HashSet<string> CompletedTasks() =>
        [.. Plan.Tasks.Where(task => FindCompleted(task) is not null).Select(task => task.Run)];

    /// <summary>The record of a run; null where it was never begun.</summary>
    public TaskLog? Record(SweepTask task) => TaskLog.Read(RecordFile(task));

    /// <summary>Folder of a run that others need.</summary>
    /// <exception cref="InvalidDataException">It is not complete.</exception>
    public string FolderOf(string run) => FindCompleted(Plan[run])
        ?? throw new InvalidDataException(
            $"{PlanFile}, line {Plan[run].Line}: found {run} not complete; expected it to be, for what comes after it.");

    /// <summary>What a run's process prints.</summary>
    public string LogFile(SweepTask task) => Path.Combine(Folder, "logs", task.Run + ".log");

    internal string RecordFile(SweepTask task) => Path.Combine(Folder, "tasks", task.Run + ".json");

    internal string LockFile(SweepTask task) => Path.Combine(Folder, "tasks", task.Run + ".lock");

    internal string ProgressFile(SweepTask task) => Path.Combine(Folder, "tasks", task.Run + ".progress");

    /// <summary>The run's folder, if it is complete and of this build of the kit; null otherwise.</summary>
    public string? FindCompleted(SweepTask task) =>
        Record(task) is { Attempts: [.., { End: AttemptOutcome.Whole }], Folder: { } folder }
            && RunDirectory.IsReusable(Path.Combine(Root, folder))
            ? Path.Combine(Root, folder)
            : null;

    private WorkProgress? Progress(SweepTask task)
    {
        try
        {
            return File.Exists(ProgressFile(task))
                ? JsonSerializer.Deserialize<WorkProgress>(File.ReadAllText(ProgressFile(task)), RunDirectory.Json) : null;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }

    private static string FolderOf(string root, string name) => Path.Combine(Path.GetFullPath(root), "sweeps", name);

    private static string PlanOf(string root, string name) => Path.Combine(FolderOf(root, name), "plan.jsonl");
}
