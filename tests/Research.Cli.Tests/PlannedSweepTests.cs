using System.Globalization;
using System.Text.Json.Nodes;
using Research.Sweeps;

namespace Research.Cli.Tests;

/// <summary>Sweeps by a plan on this machine, and what is asked of their runs afterwards.</summary>
public sealed class PlannedSweepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-planned-").FullName;

    public PlannedSweepTests() => Assert.Equal(0, Kit.Run("clicks", "--sessions", "3", "--ticks", "30", "-o", Data).ExitCode);

    private string Data => Path.Combine(_folder, "clicks");

    private string Plan => Path.Combine(_folder, "sweeps/decoder-comparison/plan.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_sweep_is_planned_run_listed_and_compared()
    {
        var kit = Sweep();
        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.Contains("[4/4] ", kit.Output);
        Assert.Matches(
            $@"\n\d+\.\d min by the clock, \d+\.\d min of all runs together\n4 of 4 runs are complete; {_folder}/sweeps/decoder-comparison/table\.csv\n$", kit.Output);
        string[] lines = File.ReadAllLines(Plan);
        Assert.Equal(["parallel-seed-42", "timing-aware-seed-42", "sequential-seed-42", "attention-seed-42"],
            lines.Select(line => (string)JsonNode.Parse(line)!["run"]!));
        string[] table = File.ReadAllLines(Path.Combine(_folder, "sweeps/decoder-comparison/table.csv"));
        Assert.StartsWith("run,variant,seed,experiment,kind,state,options.decoder,best_epoch,", table[0]);
        Assert.StartsWith("parallel-seed-42,parallel,42,decoder-comparison,decoder,Complete,Parallel,1,", table[1]);
        Assert.DoesNotMatch("seconds|memory|wait", table[0]);
        var summary = JsonNode.Parse(File.ReadAllText(
            Directory.EnumerateFiles(Path.Combine(_folder, "decoder"), "summary.json", SearchOption.AllDirectories).First()))!;
        Assert.All(["seconds", "peak_memory_megabytes", "wait_share"], name => Assert.InRange((double)summary[name]!, 0, 1e5));

        Assert.Matches(@"^decoder-comparison: 4 complete, of 4\n\d+\.\d min by the clock, \d+\.\d min of all runs together\n$",
            Kit.Run("sweep", "status", "decoder-comparison", "--out", _folder).Output);
        Assert.Equal(
            (1, "", $"{Plan}: found a sweep that was begun; expected --resume to go on with it, or another folder by --out.\n"),
            Result(Sweep()));
        Assert.Contains("options give", Sweep("--resume", "--seeds", "2").Errors);
        var quick = Kit.Run("sweep", "decoder-comparison", "--resume", "--profile", "quick", "-o", _folder);
        Assert.Equal((1, ""), (quick.ExitCode, quick.Output));
        Assert.StartsWith($"{Plan}, line 1: found {lines[0]}; these options give ", quick.Errors);
        Assert.EndsWith(". Leave them out, or give all that the sweep was begun with, to go on with that plan, or begin another "
            + "by --out.\n", quick.Errors);
        var again = Sweep("--resume");
        Assert.Equal((0, ""), (again.ExitCode, again.Errors));
        Assert.DoesNotContain("[4/4]", again.Output); // nothing was left to do

        var listed = Kit.Run("runs", _folder, "--where", "state=complete", "decoder!=Parallel", "--sort", "time_error");
        Assert.Equal((0, ""), (listed.ExitCode, listed.Errors));
        Assert.EndsWith($"3 of 4 runs in {_folder}\n", listed.Output);
        Assert.DoesNotContain("parallel-seed-42", listed.Output);
        Assert.Equal((1, "", "found the column 'nothing', which no run has; expected one of those that --columns lists.\n"),
            Result(Kit.Run("runs", _folder, "--sort", "nothing")));
        Assert.Equal((1, "", "found the condition 'decoder'; expected NAME=VALUE, or another of = != < <= > >= between them.\n"),
            Result(Kit.Run("runs", _folder, "--where", "decoder")));

        string few = Kit.Run("runs", _folder, "--rows", "1", "--sort", "seed", "--show", "decoder").Output;
        Assert.Equal((1, 4), (few.Split("-seed-42").Length - 1,
            int.Parse(few.Split('\n')[^2].Split(' ')[0], CultureInfo.InvariantCulture)));
        Assert.Equal((2, "--rows 0: expected at least 1."),
            (Kit.Run("runs", _folder, "--rows", "0").ExitCode, Kit.Run("runs", _folder, "--rows", "0").Errors.Split('\n')[0]));

        string[] runs = [.. Directory.EnumerateDirectories(Path.Combine(_folder, "decoder")).Order(StringComparer.Ordinal)];
        string html = Path.Combine(_folder, "curves.html");
        var compared = Kit.Run(["compare", runs[1], runs[2], "-o", html, "--scores", "val_loss,time_error"]);
        Assert.Equal((0, ""), (compared.ExitCode, compared.Errors));
        Assert.Matches(@"options\.decoder\s+Parallel\s+Sequential", compared.Output);
        Assert.Contains("sequential − parallel", compared.Output);
        Assert.Contains("class=\"research-explored\"", File.ReadAllText(html));
        Assert.Equal((1, "", $"{_folder}/sweeps: found no run; expected a folder with a config.json.\n"),
            Result(Kit.Run("compare", Path.Combine(_folder, "sweeps"))));
    }

    [Fact]
    public void A_run_that_fails_is_tried_three_times_and_listed_with_its_error()
    {
        Assert.Equal(0, Sweep("--epochs", "1").ExitCode);
        File.AppendAllText(Plan, File.ReadLines(Plan).First().Replace("parallel-seed-42", "broken", StringComparison.Ordinal)
            .Replace("\"hidden_size\":32", "\"hidden_size\":33", StringComparison.Ordinal) + "\n");
        var kit = Kit.Run("sweep", "decoder-comparison", "--resume", "--out", _folder); // by the plan as it is
        Assert.Equal(1, kit.ExitCode);
        Assert.StartsWith("broken failed: ", kit.Errors);
        Assert.Contains("4 of 5 runs are complete", kit.Output);
        var record = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "sweeps/decoder-comparison/tasks/broken.json")))!;
        Assert.Equal(["Failed", "Failed", "Failed"], record["attempts"]!.AsArray().Select(a => (string)a!["end"]!));
        Assert.StartsWith("decoder-comparison: 4 complete, 1 failed, of 5\n",
            Kit.Run("sweep", "status", "decoder-comparison", "--out", _folder).Output);
    }

    [Fact]
    public void A_watch_ends_where_what_waits_is_after_a_run_that_failed()
    {
        var task = SweepTask.Of("numbers", "count", "a", new { Seed = 1 }, new { Folder = "" });
        var sweep = SweepFolder.Begin(_folder, "numbers",
            new SweepPlan([task, task with { Run = "b-seed-1", Variant = "b", After = [task.Run] }]));
        File.WriteAllText(Path.Combine(sweep.Folder, "tasks", "a-seed-1.json"), """
            {"run": "a-seed-1", "folder": null, "attempts": [{"started": "2026-01-01T12:00:00Z", "host": "here", "process": 1,
            "job": null, "ended": "2026-01-01T12:01:00Z", "end": "Failed", "error": "no luck"}]}
            """);
        var watched = Kit.Run("sweep", "status", "numbers", "--watch", "--out", _folder);

        Assert.Equal((0, ""), (watched.ExitCode, watched.Errors));
        Assert.StartsWith("numbers: 1 failed, 1 waiting, of 2\n", watched.Output);
        Assert.Contains("no luck", watched.Output);
    }

    [Fact]
    public void What_is_no_sweep_is_refused()
    {
        Assert.Equal(
            (1, "",
            $"{_folder}/sweeps/focal-grid/plan.jsonl: found no such file; expected the plan of a sweep that was begun (there is "
            + "none).\n"), Result(Kit.Run("sweep", "collect", "focal-grid", "--out", _folder)));
        Assert.Equal((1, "", $"{_folder}/plan.jsonl: found no such file; expected the plan of a sweep.\n"),
            Result(Kit.Run("sweep", "task", Path.Combine(_folder, "plan.jsonl"), "1")));
        Assert.Equal(2, Kit.Run("sweep", "dodge-seeds", "--on", "cloud").ExitCode);
        Assert.StartsWith("--max-parallel 0: expected at least 1.\n",
            Kit.Run("sweep", "dodge-seeds", "--max-parallel", "0").Errors);
        Assert.Equal(
            (1, "",
            "found the variant '65'; expected some of 128, 128-with-film, 512, 256, 64, k-means-start, moving-average, revival, "
            + "cosine, rotation, linear-map, finite-scalars, 512-codes, "
            + "no-dropout, settled, motion, gradient, cure, cure-settled, cure-motion.\n"),
                Result(Kit.Run("sweep", "vqvae-variants", "--variants", "64,65", "--out", _folder)));
        Assert.Equal((1, "", $"{_folder}/nowhere: found no such folder; expected one with runs.\n"),
            Result(Kit.Run("runs", Path.Combine(_folder, "nowhere"))));
    }

    private static (int, string, string) Result(Kit kit) => (kit.ExitCode, kit.Output, kit.Errors);

    private Kit Sweep(params string[] more) =>
        Kit.Run(["sweep", "decoder-comparison", "--profile", "smoke", "--data", Data, "--out", _folder, "--cores", "1", .. more]);
}
