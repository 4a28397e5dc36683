using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Research.Cli.Tests;

/// <summary>Debian's own Slurm, with kills.</summary>
public sealed class SlurmSweepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-slurm-sweep-").FullName;

    private string Data => Path.Combine(_folder, "sessions");

    private string OnSlurm => Path.Combine(_folder, "slurm");

    private string OnThisMachine => Path.Combine(_folder, "local");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void A_sweep_whose_runs_are_killed_is_whole_after_resume_and_equals_a_local_one()
    {
        Skip.If(SlurmCluster.Absence is not null,
            $"There is no Slurm here: {SlurmCluster.Absence}. .devcontainer/install.sh --tests installs it.");
        ShortSessions.Record(Data, "Train", fights: 2, framesPerFight: 60, seed: 1);
        ShortSessions.Record(Data, "Test", fights: 1, framesPerFight: 50, seed: 2);
        using var cluster = new SlurmCluster();

        var submitted = Sweep(OnSlurm, "slurm", cluster);
        Assert.Equal((0, "", $"job 1: 1 run\njob 2: 3 runs\n4 of 4 runs submitted; {OnSlurm}/sweeps/focal-grid/plan.jsonl\n"),
            (submitted.ExitCode, submitted.Errors, submitted.Output));
        // what is in the queue is not submitted twice
        Assert.StartsWith("0 of 4 runs submitted; ", Sweep(OnSlurm, "slurm", cluster, "--resume").Output);

        string killed = AwaitPolicy(except: "");
        Process.Start("kill", ["-KILL", $"{(int)LastAttempt(killed)["process"]!}"]).WaitForExit();
        cluster.StopController();
        var withoutController = Kit.Run(cluster.Environments, "sweep", "status", "focal-grid", "--out", OnSlurm);
        Assert.Equal(0, withoutController.ExitCode);
        Assert.StartsWith("warning: what Slurm has queued is not known. squeue: ", withoutController.Errors);
        cluster.StartController();
        string cancelled = AwaitPolicy(except: killed);
        Assert.Equal(0, cluster.Run("scancel", (string)LastAttempt(cancelled)["job"]!).ExitCode);
        cluster.WaitUntilIdle();

        // asked to stop; killed
        Assert.Equal(["Stopped", null], new[] { cancelled, killed }.Select(run => (string?)LastAttempt(run)["end"]));
        var interrupted = Kit.Run(cluster.Environments, "sweep", "status", "focal-grid", "--out", OnSlurm);
        Assert.StartsWith("focal-grid: 2 complete, 2 stopped, of 4\n", interrupted.Output);
        Assert.Equal(1, Kit.Run("sweep", "collect", "focal-grid", "--out", OnSlurm).ExitCode);
        Assert.Matches(@"^job \d+: 2 runs\n2 of 4 runs submitted; ", Sweep(OnSlurm, "slurm", cluster, "--resume").Output);
        cluster.WaitUntilIdle();

        Assert.Equal(0, Sweep(OnThisMachine, "local", cluster).ExitCode);
        var collected = Kit.Run("sweep", "collect", "focal-grid", "--out", OnSlurm);
        Assert.Equal((0, ""), (collected.ExitCode, collected.Errors));
        string table = File.ReadAllText(Path.Combine(OnSlurm, "sweeps/focal-grid/table.csv"));
        Assert.Equal(5, table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(File.ReadAllText(Path.Combine(OnThisMachine, "sweeps/focal-grid/table.csv")), table);
        Assert.All(Records(), record => Assert.Single(record["attempts"]!.AsArray(),
            attempt => (string?)attempt!["end"] == "Whole"));
        Assert.Equal(4, Directory.EnumerateFiles(OnSlurm, "config.json", SearchOption.AllDirectories).Count());
        Assert.StartsWith("0 of 4 runs submitted; ", Sweep(OnSlurm, "slurm", cluster, "--resume").Output);
    }

    /// <summary>Waits until a policy of the sweep is in training, after its first epoch.</summary>
    private string AwaitPolicy(string except)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            foreach (string run in Enumerable.Range(42, 3).Select(seed => $"gru-8-seed-{seed}").Where(run => run != except))
            {
                string grid = Path.Combine(OnSlurm, "cuphead/focal-grid");
                string? folder = Directory.Exists(grid) ? Directory.EnumerateDirectories(grid, run + "-*").FirstOrDefault()
                    : null;
                if (folder is not null && File.Exists(Path.Combine(folder, "metrics.jsonl"))
                    && !File.Exists(Path.Combine(folder, "summary.json")) && LastAttempt(run)["end"] is null)
                {
                    return run;
                }
            }

            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), "no policy was seen in training");
            Thread.Sleep(1);
        }
    }

    private JsonNode LastAttempt(string run) =>
        Record(Path.Combine(OnSlurm, "sweeps/focal-grid/tasks", run + ".json"))["attempts"]!.AsArray()[^1]!;

    private IEnumerable<JsonNode> Records() =>
        Directory.EnumerateFiles(Path.Combine(OnSlurm, "sweeps/focal-grid/tasks"), "*.json").Select(Record);

    private static JsonNode Record(string file) => JsonNode.Parse(File.ReadAllText(file))!;

    private Kit Sweep(string root, string place, SlurmCluster cluster, params string[] more) => Kit.Run(cluster.Environments,
    [
        "sweep", "focal-grid", "--on", place, "--profile", "smoke", "--data", Data, "--latents", "8", "--cells", "GRU", "--seeds",
            "3", "--autoencoder-epochs", "1", "--epochs", "30",
        "--stride", "1", "--cores", "1", "--memory", "500M", "--time", "10", "--out", root, .. more,
    ]);
}
