using System.Diagnostics;
using System.Text.Json.Nodes;
using Research.Alignment;
using Research.Overlay;
using Research.Sessions;
using Research.Training;

namespace Research.Cli.Tests;

/// <summary>Real processes on real files: a sweep that is killed, and what becomes of it.</summary>
public sealed class SweepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-sweep-").FullName;

    public SweepTests()
    {
        ShortSessions.Record(Data, "Train", fights: 2, framesPerFight: 60, seed: 1);
        ShortSessions.Record(Data, "Test", fights: 1, framesPerFight: 50, seed: 2);
    }

    private string Data => Path.Combine(_folder, "sessions");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_sweep_that_is_killed_anywhere_resumes_to_what_an_uninterrupted_one_gives()
    {
        string whole = Path.Combine(_folder, "whole");
        var kit = Sweep(whole);
        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.Contains("4 of 4 runs are complete", kit.Output);
        var expected = Results(whole);
        Assert.Equal(4, expected.Count(r => r.Key.EndsWith("metrics.jsonl", StringComparison.Ordinal)));

        KillWhen("in-an-epoch", root => Runs(root).Any(run => File.Exists(Path.Combine(run, "metrics.jsonl"))));
        KillWhen("in-a-checkpoint", root => Runs(root).Any(run => Directory.Exists(Path.Combine(run, ".unfinished-checkpoint"))));
        KillWhen("between-policies", root => Runs(root)
            .Any(run => run.Contains("gru-8", StringComparison.Ordinal) && File.Exists(Path.Combine(run, "summary.json"))));

        void KillWhen(string name, Func<string, bool> isTime)
        {
            string root = Path.Combine(_folder, name);
            Assert.True(Kill(root, isTime), $"{name}: the sweep was over before it could be killed");
            var resumed = Sweep(root);
            Assert.Equal("", resumed.Errors);
            Assert.Equal(0, resumed.ExitCode);
            Assert.Equal(expected, Results(root));
        }
    }

    [Fact]
    public void A_policy_of_the_sweep_is_evaluated_and_a_run_of_another_kind_refused()
    {
        string root = Path.Combine(_folder, "runs"), predictions = Path.Combine(_folder, "p.npz");
        Assert.Equal(0, Sweep(root, "8").ExitCode);
        string policy = Runs(root).Single(run => run.Contains("gru-8", StringComparison.Ordinal)),
            autoencoder = Runs(root).Single(run => run.Contains("autoencoder-8", StringComparison.Ordinal));

        var kit = Kit.Run("evaluate", policy, "--data", Data, "--session", "Test", "-o", predictions);
        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.Contains("Test: 40 frames", kit.Output);
        Assert.Contains("repeat previous frame", kit.Output);
        Assert.Matches(@"composite F1 \S+.* \(95 % bootstrap over blocks of 30 frames of one fight, 1000 resamples\)",
            kit.Output);
        string own = Path.Combine(policy, "predictions-Test.npz"), scores = Path.Combine(policy, "evaluation-Test.json");
        Assert.Equal(File.ReadAllBytes(own), File.ReadAllBytes(predictions)); // what the sweep predicted itself

        // What is scored by other thresholds is what runs, compare and the overlay show from then on.
        string before = File.ReadAllText(scores);
        var again = Kit.Run("evaluate", policy, "--data", Data, "--session", "Test", "--thresholds-from", "Train");
        Assert.Equal((0, ""), (again.ExitCode, again.Errors));
        Assert.Contains($"{own}: 40 of ", again.Output);
        Assert.NotEqual(before, File.ReadAllText(scores));
        var saved = SessionPredictions.Read(own, ActionSet.Cuphead);
        double[] thresholds = [.. JsonNode.Parse(File.ReadAllText(scores))!["actions"]!.AsObject()
            .Select(action => (double)action.Value!["threshold"]!)];
        Assert.Equal(thresholds, saved.Thresholds);
        Assert.Equal(saved.Predicted.Labels.CountTrue(),
            PredictedActions.Read(own, SessionLogs.Open(Data, "Test")).Labels.CountTrue());
        Assert.EndsWith(
            $"{own}: found predictions for the {saved.FrameCount:N0} frames of another session, Test; expected some for the "
            + $"{SessionLogs.Open(Data, "Train").Frames.Count:N0} of Train, with its keys.\n",
            Error("overlay", $"{Data}/Train", "--predictions", own, "-o", Path.Combine(_folder, "no.mp4")).Item2);
        File.WriteAllText(scores, File.ReadAllText(scores).Replace(saved.Labels, new string('0', 64), StringComparison.Ordinal));
        Assert.Equal(
            (1, $"{scores}: found scores on another session that is called Test, too; expected scores on this one, or --force "
            + "to replace them.\n"),
            Error("evaluate", policy, "--data", Data, "--session", "Test"));
        Assert.Equal(0, Kit.Run("evaluate", policy, "--data", Data, "--session", "Test", "--force").ExitCode);
        Assert.Equal(before, File.ReadAllText(scores));

        Assert.Equal((1, $"{predictions}: found a file of that name; expected none, or --force to replace it.\n"),
            Error("evaluate", policy, "--data", Data, "-o", predictions));
        Assert.Equal((1, $"{Data}/Test.mp4: found a name that does not end in .npz; expected one that does.\n"),
            Error("evaluate", policy, "--data", Data, "-o", $"{Data}/Test.mp4", "--force"));

        // Without --data it would score the scripted player, whose keys this policy has never seen.
        var (code, errors) = Error("evaluate", policy, "--fights", "2");
        Assert.Equal(1, code);
        Assert.Matches(
            $@"^{policy}: found a policy that learnt from [\d,]+ frames; expected the [\d,]+ of the scripted player's Train \(--fights 2 --data-seed 1\), for no --data was given\.", errors);
        FullDiskTests.Refuses(disk => ["evaluate", policy, "--data", Data, "--session", "Test", "-o", disk + "/p.npz"]);
        FullDiskTests.Refuses(disk => ["compare", policy, "-o", disk + "/curves.html"]);

        Assert.Equal(
            (1, $"{Path.Combine(autoencoder, "config.json")}: found a run of kind 'autoencoder'; expected policy over codes or "
            + "policy on frames or policy on stacked frames.\n"), Error("evaluate", autoencoder));
        Assert.Equal((1, $"{_folder}/none: found no such folder; expected that of a run.\n"),
            Error("evaluate", $"{_folder}/none"));
        Assert.Equal((1, $"{_folder}: found no config.json; expected the folder of a run.\n"), Error("evaluate", _folder));
        Assert.Equal(
            (1, "--thresholds-from Test: found the session that is scored; expected another one, or the scores flatter.\n"),
            Error("evaluate", policy, "--data", Data, "--thresholds-from", "Test"));
        File.Delete(Path.Combine(policy, "summary.json"));
        Assert.Equal((1, $"{policy}: found no summary.json; expected a complete run (resume it first).\n"),
            Error("evaluate", policy));
    }

    [Fact]
    public void A_session_without_fights_is_named_before_anything_is_trained()
    {
        string data = Directory.CreateDirectory(Path.Combine(_folder, "peaceful")).FullName;
        foreach (string file in Directory.EnumerateFiles(Data))
        {
            File.Copy(file, Path.Combine(data, Path.GetFileName(file)));
        }

        string events = Path.Combine(data, "Train_events.jsonl");
        File.WriteAllLines(events, File.ReadAllLines(events).Where(line => !line.Contains("marker", StringComparison.Ordinal)));
        Assert.Equal(
            (1, $"{events}: found no fight; expected one at least, from a fight_start to a fight_end: policies learn from, and "
            + "are scored on, the frames of fights.\n"),
            Error("sweep", "focal-grid", "--data", data, "--latents", "8", "--cells", "GRU", "--out",
                Path.Combine(_folder, "none")));
    }

    [Fact]
    public void A_grid_that_makes_no_sense_is_refused()
    {
        var kit = Kit.Run("sweep", "focal-grid", "--latents", "many");
        Assert.Equal(2, kit.ExitCode);
        Assert.StartsWith("--latents many: expected some such as 128,256,512,1024.\n", kit.Errors);
        Assert.StartsWith("--cells RNN: expected some such as LSTM,GRU.\n",
            Kit.Run("sweep", "focal-grid", "--cells", "RNN").Errors);
    }

    private static (int, string) Error(params string[] arguments)
    {
        var kit = Kit.Run(arguments);
        return (kit.ExitCode, kit.Errors);
    }

    private Kit Sweep(string root, string latents = "8,16") => Kit.Run(Arguments(root, latents));

    private string[] Arguments(string root, string latents = "8,16") =>
    [
        "sweep", "focal-grid", "--profile", "smoke", "--data", Data, "--latents", latents, "--cells", "GRU",
            "--autoencoder-epochs", "2", "--epochs", "2", "--stride", "1",
        "--tensorboard", "--resume", "--out", root,
    ];

    private bool Kill(string root, Func<string, bool> isTime)
    {
        var start = new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Research.Cli.dll"), .. Arguments(root)])
        { RedirectStandardOutput = true };
        start.Environment["RESEARCH_HOME"] = Repository.Root;
        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        while (!process.HasExited && !isTime(root))
        {
            Thread.Sleep(1);
        }

        bool wasRunning = !process.HasExited;
        process.Kill();
        process.WaitForExit();
        return wasRunning;
    }

    private static IEnumerable<string> Runs(string root) => Directory.Exists(root)
        ? Directory.EnumerateFiles(root, "config.json", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!)
        : [];

    /// <summary>Everything that a run leaves but times: metrics, weights, predictions, scores.</summary>
    private static Dictionary<string, string> Results(string root) => Runs(root).SelectMany(run => Directory.EnumerateFiles(run))
        .Where(file => Path.GetFileName(file) is not ("config.json" or "summary.json" or ".lock"))
        .ToDictionary(file => Path.GetRelativePath(root, file), file => file.EndsWith("metrics.jsonl", StringComparison.Ordinal)
            ? string.Join("\n", File.ReadAllLines(file).Select(WithoutTimes))
            // a gap or a double would show
            : file.EndsWith(TensorBoardLog.FileName, StringComparison.Ordinal) ? $"{new FileInfo(file).Length} bytes"
            : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));

    private static string WithoutTimes(string line)
    {
        var epoch = JsonNode.Parse(line)!.AsObject();
        epoch.Remove("seconds");
        epoch.Remove("wait_share");
        epoch.Remove("step_seconds");
        return epoch.ToJsonString();
    }
}
