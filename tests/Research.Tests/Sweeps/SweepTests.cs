using System.Diagnostics;
using System.Runtime.InteropServices;
using Research.Sweeps;
using Research.Tables;
using Research.Training;

namespace Research.Tests.Sweeps;

[Collection(nameof(TakingTurns))]
public sealed class SweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        RunDirectory.Root = null;
        _folder.Dispose();
    }

    [Fact]
    public void A_plan_is_read_as_it_was_written_with_all_that_defines_its_runs()
    {
        var sweep = SweepFolder.Begin(_folder.Path, "numbers",
            new SweepPlan([Task("a", 42), Task("a", 43) with { After = ["a-seed-42"], Cores = 3 }]));
        var read = SweepFolder.Of(sweep.PlanFile).Plan;
        Assert.Equal(sweep.Plan.Lines, read.Lines);
        Assert.Equal((2, "a-seed-43", "a", 43, 3),
            (read.Tasks[1].Line, read.Tasks[1].Run, read.Tasks[1].Variant, read.Tasks[1].Seed, read.Tasks[1].Cores));
        Assert.Equal(new Options { Size = 7, Seed = 43 }, read.Tasks[1].OptionsAs<Options>());
        Assert.Equal(new Source("here"), read.Tasks[1].DataAs<Source>());
        Assert.Equal(["a-seed-42"], read.Tasks[1].After);
    }

    [Fact]
    public void A_plan_that_is_none_names_file_and_line()
    {
        string file = _folder.Write("plan.jsonl", "{\"run\":1}\n");
        Assert.StartsWith($"{file}, line 1: found no run (",
            Assert.Throws<InvalidDataException>(() => SweepPlan.Read(file)).Message);
        Assert.EndsWith("; expected JSON with run, variant, experiment, kind, options, seed and data.",
            Assert.Throws<InvalidDataException>(() => SweepPlan.Read(file)).Message);
        Assert.Equal("line 2: found 'a-seed-1' again; expected each run once.", Fault(Task("a", 1), Task("a", 1)));
        Assert.Equal("line 1: found a run after 'b-seed-1'; expected one of a line above.",
            Fault(Task("a", 1) with { After = ["b-seed-1"] }, Task("b", 1)));
        Assert.Equal("line 1: found a run called '../a-seed-1'; expected letters, digits, -, _ and . only.",
            Fault(Task("../a", 1)));
        Assert.Equal("line 1: found 0 cores; expected at least 1.", Fault(Task("a", 1) with { Cores = 0 }));
        Assert.Equal("found no run; expected at least one.", Fault());
        string stray = _folder.Write("stray.jsonl", string.Join('\n', new SweepPlan([Task("a", 1)]).Lines));
        Assert.Equal($"{stray}: found a plan outside a sweep's folder; expected ROOT/sweeps/NAME/plan.jsonl.",
            Assert.Throws<InvalidDataException>(() => SweepFolder.Of(stray)).Message);

        static string Fault(params SweepTask[] tasks) => Assert.Throws<ArgumentException>(() => new SweepPlan(tasks)).Message;
    }

    [Fact]
    public void A_run_is_computed_once_and_taken_then()
    {
        var sweep = SweepFolder.Begin(_folder.Path, "numbers", new SweepPlan([Task("a", 42)]));
        var experiment = new Counting();
        Assert.Equal(TaskState.Waiting, sweep.Status()[0].State);
        string folder = SweepRunner.Run(sweep, sweep.Plan.Tasks[0], experiment);
        Assert.Equal(folder, SweepRunner.Run(sweep, sweep.Plan.Tasks[0], experiment));
        Assert.Equal(1, experiment.Calls);
        Assert.Equal(TaskState.Complete, sweep.Status()[0].State);
        Assert.Equal(
            "run,variant,seed,experiment,kind,state,value,folder,error\na-seed-42,a,42,numbers,count,Complete,0.1,numbers/"
            + Path.GetFileName(folder) + ",\n", SweepTable.Collect(sweep).ToDataFrame().ToCsv());

        Directory.Delete(folder, recursive: true); // then it is no longer whole
        Assert.Equal(TaskState.Stopped, sweep.Status()[0].State);
        SweepRunner.Run(sweep, sweep.Plan.Tasks[0], experiment);
        Assert.Equal(2, experiment.Calls);
    }

    [Fact]
    public void A_run_with_half_a_summary_is_damaged_for_all_and_computed_again()
    {
        var sweep = SweepFolder.Begin(_folder.Path, "numbers", new SweepPlan([Task("a", 42)]));
        var experiment = new Counting();
        string summary = Path.Combine(SweepRunner.Run(sweep, sweep.Plan.Tasks[0], experiment), "summary.json"),
            whole = File.ReadAllText(summary);
        File.WriteAllText(summary, whole[..(whole.Length / 2)]);

        Assert.Equal(TaskState.Stopped, sweep.Status()[0].State);
        Assert.Equal(RunState.Damaged, RunRecord.All(_folder.Path).Single().State);
        Assert.StartsWith($"{summary}: found no JSON object (", SweepTable.Collect(sweep).Rows[0].Error);

        SweepRunner.Run(sweep, sweep.Plan.Tasks[0], experiment);
        Assert.Equal((2, TaskState.Complete, whole), (experiment.Calls, sweep.Status()[0].State, File.ReadAllText(summary)));
    }

    [Fact]
    public void A_run_that_fails_is_tried_twice_again()
    {
        var sweep = SweepFolder.Begin(_folder.Path, "numbers",
            new SweepPlan([Task("a", 42), Task("b", 42) with { After = ["a-seed-42"] }]));
        Assert.Equal("no luck 3", Assert.Throws<InvalidDataException>(() =>
            SweepRunner.Run(sweep, sweep.Plan.Tasks[0], new Counting { Failures = 9 })).Message);
        var status = sweep.Status()[0];
        Assert.Equal((TaskState.Failed, "no luck 3", 3), (status.State, status.Error, status.Record!.Attempts.Count));
        Assert.Equal($"{sweep.PlanFile}, line 1: found a-seed-42 not complete; expected it to be, for what comes after it.",
            Assert.Throws<InvalidDataException>(() => sweep.FolderOf("a-seed-42")).Message);
        Assert.Contains("a-seed-42,a,42,numbers,count,Failed,,no luck 3\n", SweepTable.Collect(sweep).ToDataFrame().ToCsv());

        SweepRunner.Run(sweep, sweep.Plan.Tasks[0], new Counting { Failures = 2 }); // a later call tries again
        Assert.Equal([AttemptOutcome.Failed, AttemptOutcome.Failed, AttemptOutcome.Failed, AttemptOutcome.Failed,
            AttemptOutcome.Failed, AttemptOutcome.Whole], sweep.Status()[0].Record!.Attempts.Select(a => a.End!.Value));
    }

    [Fact]
    public void A_run_that_is_stopped_or_killed_says_so_and_goes_on()
    {
        var sweep = SweepFolder.Begin(_folder.Path, "numbers", new SweepPlan([Task("a", 42)]));
        var task = sweep.Plan.Tasks[0];
        using var stop = new CancellationTokenSource();
        var seen = new List<SweepTaskStatus>();
        Assert.Throws<OperationCanceledException>(() => SweepRunner.Run(sweep, task, new Counting
        {
            During = () =>
            {
                seen.Add(sweep.Status(task));
                stop.Cancel();
                stop.Token.ThrowIfCancellationRequested();
            },
        }, cancellation: stop.Token));
        Assert.Equal((TaskState.Running, new WorkProgress("a", 1, 2)), (seen[0].State, seen[0].Progress));
        Assert.Equal(TaskState.Stopped, sweep.Status(task).State);

        File.WriteAllText(sweep.LockFile(task), ""); // what a killed process leaves
        Assert.Equal(TaskState.Stopped, sweep.Status(task).State);
        Assert.Equal($"{sweep.PlanFile}, line 1: another process is at a-seed-42.", Assert.Throws<IOException>(() =>
            SweepRunner.Run(sweep, task, new Counting { During = () => SweepRunner.Run(sweep, task, new Counting()) })).Message);
        SweepRunner.Run(sweep, task, new Counting());
        Assert.Equal(TaskState.Complete, sweep.Status(task).State);
    }

    [Fact]
    public void The_time_of_a_sweep_leaves_out_pauses_and_counts_what_ran_side_by_side_once_by_the_clock()
    {
        var start = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        SweepTaskStatus Status(TaskState state, params (int From, int? To)[] minutes) =>
            new(Task("a", 42), state, new TaskLog("a-seed-42", null,
            [.. minutes.Select(m => new TaskAttempt(start.AddMinutes(m.From), "here", 1,
                null) { Ended = m.To is { } to ? start.AddMinutes(to) : null })]), null);
        SweepTaskStatus waiting = new(Task("b", 42), TaskState.Waiting, null, null);

        Assert.Equal(new SweepTime(TimeSpan.Zero, TimeSpan.Zero), SweepTime.Of([waiting], start));
        Assert.Equal(new SweepTime(TimeSpan.FromMinutes(17), TimeSpan.FromMinutes(25)), SweepTime.Of(
            [Status(TaskState.Complete, (0, 10)), Status(TaskState.Complete, (2, 8)),
                Status(TaskState.Complete, (8, 10), (100, 105)), Status(TaskState.Stopped, (200, null)),
                Status(TaskState.Running, (300, null)), waiting],
            start.AddMinutes(302)));
    }

    [Fact]
    public void Processes_that_die_are_started_three_times_and_what_needs_them_is_not()
    {
        var sweep = SweepFolder.Begin(_folder.Path, "numbers",
            new SweepPlan([Task("a", 42), Task("b", 42) with { After = ["a-seed-42"] }]));
        string log = Path.Combine(_folder.Path, "calls");
        var told = new List<string>();
        LocalSweep.Run(sweep, ["sh", "-c", $"echo \"$0 $OMP_NUM_THREADS\" >>{log}; kill -9 $$"], maxParallel: 2,
            status => told.Add($"{status.Task.Run} {status.State}"));
        Assert.Equal(["1 2", "1 2", "1 2"], File.ReadAllLines(log));
        Assert.Equal(["a-seed-42 Running", "a-seed-42 Waiting"], told);
    }

    [SkippableFact]
    public void A_run_is_out_of_reach_of_the_terminals_ctrl_c_and_is_asked_to_stop_once()
    {
        // Process, process group and session: Ctrl-C goes to the group that the terminal's session has in front.
        string[] lines = LinesOfStoppedRun(
            "trap 'echo asked >>calls; exit 1' TERM; cut -d' ' -f1,5,6 /proc/$$/stat >>calls; while :; do sleep 0.05; done");

        string[] ids = lines[0].Split(' ');
        Assert.Equal([ids[0], ids[0], ids[0]], ids);
        Assert.Equal(["asked"], lines[1..]);
    }

    [SkippableFact]
    public void A_run_that_goes_on_is_asked_again_by_a_second_signal()
    {
        using var survival = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static signal => signal.Cancel = true);
        // It ends when it is asked for the second time, or after 400 looks.
        string[] lines = LinesOfStoppedRun(
            "asked=0; trap 'asked=$((asked + 1)); echo asked >>calls' TERM; echo begun >>calls; "
            + "look=0; while [ $asked -lt 2 ] && [ $look -lt 400 ]; do sleep 0.05; look=$((look + 1)); done; exit 1",
            log =>
            {
                WaitForLines(log, 2);
                using var second = Process.Start("kill", ["-TERM", $"{Environment.ProcessId}"]);
                second.WaitForExit();
            });

        Assert.Equal(["begun", "asked", "asked"], lines);
    }

    [Fact]
    public void A_thousand_runs_are_counted()
    {
        var sweep = SweepFolder.Begin(_folder.Path, "numbers",
            new SweepPlan(Enumerable.Range(1, 1000).Select(seed => Task("a", seed))));
        string folder = SweepRunner.Run(sweep, sweep.Plan.Tasks[0], new Counting());
        foreach (var task in sweep.Plan.Tasks.Where(t => t.Line % 2 == 1).Skip(1)) // copies of the first
        {
            string copy = Directory.CreateDirectory(Path.Combine(_folder.Path, "numbers", task.Run)).FullName;
            File.Copy(Path.Combine(folder, "config.json"), Path.Combine(copy, "config.json"));
            File.Copy(Path.Combine(folder, "summary.json"), Path.Combine(copy, "summary.json"));
            File.WriteAllText(sweep.RecordFile(task), File.ReadAllText(sweep.RecordFile(sweep.Plan.Tasks[0]))
                .Replace(Path.GetFileName(folder), task.Run, StringComparison.Ordinal));
        }

        Assert.Equal((500, 500), (sweep.Status().Count(s => s.State == TaskState.Complete),
            sweep.Status().Count(s => s.State == TaskState.Waiting)));
        Assert.Equal(500, RunRecord.All(_folder.Path).Count);
        Assert.Equal(1001, SweepTable.Collect(sweep).ToDataFrame().ToCsv().Count(c => c == '\n'));
    }

    /// <summary>Runs a sweep of one shell script, and stops it once the script has written a line to <c>calls</c>.</summary>
    /// <param name="script">The script.</param>
    /// <param name="then">What comes after the stop, given the file; null: nothing.</param>
    /// <returns>All lines of the script.</returns>
    private string[] LinesOfStoppedRun(string script, Action<string>? then = null)
    {
        Skip.If(!File.Exists("/usr/bin/setsid"), "There is no setsid here: it is part of Debian's util-linux.");
        var sweep = SweepFolder.Begin(_folder.Path, "numbers", new SweepPlan([Task("a", 42)]));
        string log = Path.Combine(_folder.Path, "calls");
        using var stop = new CancellationTokenSource();
        var watch = new Thread(() =>
        {
            WaitForLines(log, 1);
            stop.Cancel();
            then?.Invoke(log);
        });
        watch.Start();
        Assert.Throws<OperationCanceledException>(() => LocalSweep.Run(
            sweep, ["sh", "-c", $"cd '{_folder.Path}'; {script}"], maxParallel: 1, cancellation: stop.Token));
        watch.Join();
        return File.ReadAllLines(log);
    }

    /// <summary>Waits until a file has so many lines, for ten seconds at most.</summary>
    private static void WaitForLines(string file, int count)
    {
        for (int look = 0; look < 1000 && !(File.Exists(file) && File.ReadAllText(file).Count(c => c == '\n') >= count); look++)
        {
            Thread.Sleep(10);
        }
    }

    private static SweepTask Task(string variant, int seed) =>
        SweepTask.Of("numbers", "count", variant, new Options { Size = 7, Seed = seed }, new Source("here"));

    private sealed record Options
    {
        public int Size { get; init; }

        public int Seed { get; init; }
    }

    private sealed record Source(string Folder);

    /// <summary>Writes real runs of one number each.</summary>
    private sealed class Counting : ISweepExperiment
    {
        public int Calls { get; private set; }

        public int Failures { get; init; }

        public Action? During { get; init; }

        public string Name => "numbers";

        public IReadOnlyList<string> Scores => ["value"];

        public void Prepare(SweepTask task, IProgress<WorkProgress>? progress, CancellationToken cancellation)
        {
        }

        public string Run(
            SweepTask task, Func<string, string> folderOf, IProgress<WorkProgress>? progress, CancellationToken cancellation)
        {
            progress?.Report(new WorkProgress("a", 1, 2));
            During?.Invoke();
            if (++Calls <= Failures)
            {
                throw new InvalidDataException($"no luck {Calls}");
            }

            using var run = RunDirectory.Open("numbers", task.Run, new { Options = task.OptionsAs<Options>() }, Reuse.Everything);
            run.Complete(new { Seconds = 1.5, Values = new { Value = 0.1 } });
            return run.Folder;
        }
    }
}
