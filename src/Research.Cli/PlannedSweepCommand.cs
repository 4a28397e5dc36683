using System.CommandLine;
using Research.Experiments;
using Research.Sweeps;
using Research.Training;

namespace Research.Cli;

/// <summary>Where a sweep's runs are computed.</summary>
internal enum SweepPlace
{
    Local,
    Slurm,
}

/// <summary>A sweep whose runs are lines of a plan: planned once, then computed here or by Slurm.</summary>
internal abstract class PlannedSweepCommand : KitCommand
{
    private readonly Option<ProfileKind> _profile = ReproduceCommand.ProfileOption();
    private readonly Option<int> _seeds = AtLeast("--seeds", "Number of seeds of each variant.", 1, 1);
    private readonly Option<SweepPlace> _on;
    private readonly Option<int?> _maxParallel =
        AtLeast("--max-parallel",
        "Most runs at a time: of this machine, by default as many as its cores have room for; of each job array of Slurm, by "
        + "default all.", 1);
    private readonly Option<int> _cores = AtLeast("--cores",
        "Cores of a run; part of the plan, for another number rounds otherwise.", 1, 2);
    private readonly Option<string> _time = new(
        "--time")
    {
        Description = "Slurm: longest time of a run, in minutes or as 2:00:00.",
        DefaultValueFactory = _ => new SlurmResources().Time,
    };
    private readonly Option<string> _memory = new(
        "--memory")
    { Description = "Slurm: memory of a run.", DefaultValueFactory = _ => new SlurmResources().Memory };
    private readonly Option<bool> _gpu =
        new("--gpu") { Description = "Slurm: ask for a GPU for each run, which then computes on it." };
    private readonly DeviceOption _device = new("a GPU that CUDA can use, else the cpu; for Slurm cuda with --gpu, else the cpu");
    private readonly Option<bool> _resume = new(
        "--resume")
    {
        Description = "Go on: completed runs of this build of the kit are taken as they are, the others continued. Without it a "
            + "sweep must be new."
    };
    private readonly TensorBoardOption _tensorBoard = new();
    private readonly Option<string?> _output =
        new("--output", "-o", "--out") { Description = "Where the runs go; by default results/PROFILE." };

    /// <param name="name">Name of the sweep.</param>
    /// <param name="description">What it trains.</param>
    /// <param name="examples">For the help.</param>
    protected PlannedSweepCommand(string name, string description, params string[] examples) : base(name, description, examples)
    {
        _on = new("--on")
        {
            Description = "Where: local (processes of this machine) or slurm (job arrays).",
            HelpName = "local|slurm",
            DefaultValueFactory = _ => SweepPlace.Local,
        };
        Validators.Add(result =>
        {
            if (result.GetValue(_gpu) && result.GetValue(_on) == SweepPlace.Local)
            {
                result.AddError("--gpu: found it with --on local; expected --on slurm, or --device cuda.");
            }
        });
        Does(Run, _on, _profile, _seeds, _device, _maxParallel, _cores, _time, _memory, _gpu, _resume, _tensorBoard, _output);
    }

    /// <summary>The runs.</summary>
    protected abstract IEnumerable<SweepTask> Plan(ParseResult parsed, int seeds);

    /// <summary>
    /// Where runs compute; part of the plan. Of Slurm's machines this one does not know which devices they have.
    /// </summary>
    protected TorchDevice Device(ParseResult parsed) => parsed.GetValue(_on) != SweepPlace.Slurm ? _device.Take(parsed)
        : parsed.GetValue(_device) ?? TorchDevice.Parse(parsed.GetValue(_gpu) ? "cuda" : "cpu");

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        _tensorBoard.Take(parsed);
        Profile.Current = parsed.GetValue(_profile);
        RunDirectory.Root = Path.GetFullPath(parsed.GetValue(_output) ?? ReproduceCommand.DefaultOutput(Profile.Current));
        var sweep = Folder(parsed);
        SweepExperiments.Named(Name).Prepare(sweep.Plan.Tasks[0], new ProgressLine("steps"), cancellation);
        return parsed.GetValue(_on) == SweepPlace.Slurm ? Submit(parsed, sweep)
            : RunLocally(sweep, parsed.GetValue(_maxParallel), cancellation);
    }

    /// <summary>Begins the sweep, or goes on with it.</summary>
    private SweepFolder Folder(ParseResult parsed)
    {
        if (!parsed.GetValue(_resume) || !SweepFolder.Exists(RunDirectory.Root, Name))
        {
            return SweepFolder.Begin(RunDirectory.Root, Name, Planned(parsed));
        }

        var sweep = SweepFolder.Open(RunDirectory.Root, Name);
        Option[] ofNoPlan = [_on, _maxParallel, _time, _memory, _gpu, _resume, _tensorBoard, _output,
            .. parsed.GetValue(_output) is null ? [_profile] : (Option[])[]]; // which names the folder then
        if (Options.Except(ofNoPlan).Any(option => IsGiven(parsed.CommandResult, option)))
        {
            var given = Planned(parsed).Lines;
            int differs = sweep.Plan.Lines.Zip(given).TakeWhile(pair => pair.First == pair.Second).Count();
            if (differs < Math.Max(given.Count, sweep.Plan.Lines.Count))
            {
                throw new ArgumentException(
                    $"{sweep.PlanFile}, line {differs + 1}: found "
                    + $"{sweep.Plan.Lines.ElementAtOrDefault(differs) ?? "no such line"}; these options give "
                    + $"{given.ElementAtOrDefault(differs) ?? "no such line"}. Leave them out, or "
                    + "give all that the sweep was begun with, to go on with that plan, or begin another by --out.");
            }
        }

        return sweep;
    }

    private SweepPlan Planned(ParseResult parsed) =>
        new(Plan(parsed, parsed.GetValue(_seeds)).Select(task => task with { Cores = parsed.GetValue(_cores) }));

    private int Submit(ParseResult parsed, SweepFolder sweep)
    {
        var arrays = SlurmJobs.Submit(sweep, Command(sweep), new SlurmResources
        {
            Time = parsed.GetValue(_time)!,
            Memory = parsed.GetValue(_memory)!,
            Gpu = parsed.GetValue(_gpu),
            MaxParallel = parsed.GetValue(_maxParallel),
        });
        foreach (var array in arrays)
        {
            Console.WriteLine($"job {array.Job}: {array.Lines.Count} {(array.Lines.Count == 1 ? "run" : "runs")}");
        }

        Console.WriteLine($"{arrays.Sum(a => a.Lines.Count)} of {sweep.Plan.Tasks.Count} runs submitted; {sweep.PlanFile}");
        return ExitCode.Done;
    }

    private static int RunLocally(SweepFolder sweep, int? maxParallel, CancellationToken cancellation)
    {
        int room = Math.Max(1, Environment.ProcessorCount / sweep.Plan.Tasks.Max(task => task.Cores));
        int ended = sweep.CompletedTasks().Count;
        LocalSweep.Run(sweep, Command(sweep), maxParallel ?? room, status =>
        {
            if (status.State != TaskState.Running)
            {
                Console.WriteLine(
                    $"[{++ended}/{sweep.Plan.Tasks.Count}] {status.Task.Run} "
                    + $"{SweepText.Of(status.State)}{(status.State == TaskState.Complete ? "" : "; see " + sweep.LogFile(status.Task))}");
            }
        }, cancellation);
        return SweepCollectCommand.Write(sweep);
    }

    /// <summary>What computes a run: this program.</summary>
    private static string[] Command(SweepFolder sweep)
    {
        string program = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, typeof(SweepCommand).Assembly.Location]
            : [program];
        return [.. self, "sweep", "task", sweep.PlanFile];
    }
}
