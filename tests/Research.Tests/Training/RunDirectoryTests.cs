using System.Text.Json.Nodes;
using Research.Training;

namespace Research.Tests.Training;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("runs-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_run_is_whole_when_its_summary_is_there()
    {
        using (var run = Open(Reuse.Unfinished))
        {
            Assert.False(run.IsComplete);
            Assert.Matches(@"/cuphead/grid/gru-512-[0-9a-f]{8}$", run.Folder);
            File.WriteAllText(run["predictions.npy"], "kept");
            Directory.CreateDirectory(run["checkpoint/epoch-0001"]);
            run.Complete(new { CompositeF1 = 0.5, Missing = (double?)null });
            Assert.True(run.IsComplete);
            Assert.False(Directory.Exists(run["checkpoint"]));
        }

        using (var run = Open(Reuse.Everything))
        {
            Assert.Equal("""{"composite_f1":0.5,"missing":null}""", run.Summary!.ToJsonString());
            Assert.True(File.Exists(run["predictions.npy"]));
            var config = JsonNode.Parse(File.ReadAllText(run["config.json"]))!;
            Assert.Equal("""{"latent":512,"cell":"Gru","learning_rate":0.001}""", config["config"]!.ToJsonString());
            Assert.Equal(("cuphead/grid", "gru-512", true),
                ((string)config["experiment"]!, (string)config["run"]!, config["machine"]!.ToString().Contains("cores")));
        }

        using (var run = Open(Reuse.Unfinished))
        {
            Assert.True(run.IsComplete); // this process has computed it
        }

        using (var run = Open(Reuse.Nothing))
        {
            Assert.False(run.IsComplete);
            Assert.Equal(["config.json"], Files(run));
            AtomicFile.Write(run["summary.json"], "{}"); // as another process leaves it
        }
    }

    [Theory]
    [InlineData(Reuse.Nothing, false)]
    [InlineData(Reuse.Unfinished, true)]
    [InlineData(Reuse.Everything, true)]
    public void An_unfinished_run_goes_on_if_asked_to(Reuse reuse, bool goesOn)
    {
        using (var run = Open(reuse))
        {
            File.WriteAllText(run.MetricsFile, "");
        }

        using var again = Open(reuse);
        Assert.Equal(goesOn, File.Exists(again.MetricsFile));
    }

    [Theory]
    [InlineData("\"kit\": \"")]
    [InlineData("\"defined_in\": \"Research.Tests ")] // the configuration is of a type of this assembly
    public void Another_configuration_has_another_folder_and_another_build_begins_anew(string build)
    {
        using var run = Open(Reuse.Everything);
        using var other = Open(Reuse.Everything, latent: 256);
        Assert.NotEqual(run.Folder, other.Folder);

        File.WriteAllText(other.MetricsFile, "");
        other.Complete(new { });
        Assert.True(RunDirectory.IsReusable(other.Folder));
        string config = File.ReadAllText(other["config.json"]);
        Assert.Contains(build, config, StringComparison.Ordinal);
        File.WriteAllText(other["config.json"], config.Replace(build, build + "other-"));
        Assert.False(RunDirectory.IsReusable(other.Folder));
        other.Dispose();
        using var rebuilt = Open(Reuse.Everything, latent: 256);
        Assert.False(rebuilt.IsComplete || File.Exists(rebuilt.MetricsFile));
        string earlier = RunDirectory.EarlierOf(rebuilt.Folder); // would have been taken: nothing of it is lost
        Assert.True(File.Exists(Path.Combine(earlier, "metrics.jsonl")) && File.Exists(Path.Combine(earlier, "summary.json")));
        Assert.Equal([run.Folder, rebuilt.Folder], RunRecord.Folders(_root).OrderDescending());
    }

    [Theory]
    [InlineData(false)] // killed while the files were moved
    [InlineData(true)] // killed before the folder got its name
    public void A_process_that_was_killed_while_it_kept_a_run_is_gone_on_from(bool allWereMoved)
    {
        using (var run = Open(Reuse.Everything))
        {
            File.WriteAllText(run.MetricsFile, "kept");
            run.Complete(new { });
        }

        string folder = Directory.GetDirectories(Path.Combine(_root, "cuphead/grid")).Single();
        string config = Path.Combine(folder, "config.json"), unfinished = RunDirectory.EarlierOf(folder) + ".unfinished";
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"kit\": \"", "\"kit\": \"other-"));
        Directory.CreateDirectory(unfinished);
        foreach (string file in allWereMoved ? (string[])["summary.json", "metrics.jsonl", "config.json"] : ["summary.json"])
        {
            File.Move(Path.Combine(folder, file), Path.Combine(unfinished, file));
        }

        using var rebuilt = Open(Reuse.Everything);
        Assert.False(rebuilt.IsComplete || File.Exists(rebuilt.MetricsFile) || Directory.Exists(unfinished));
        Assert.Equal(["config.json", "metrics.jsonl", "summary.json"],
            Directory.EnumerateFiles(RunDirectory.EarlierOf(folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_processes_cannot_be_at_one_run()
    {
        using var run = Open(Reuse.Everything);
        Assert.Equal($"{run.Folder}: another process is at this run.",
            Assert.Throws<IOException>(() => Open(Reuse.Everything)).Message);
        run.Dispose();
        Open(Reuse.Everything).Dispose();
    }

    [Fact]
    public void A_file_that_is_no_json_is_named()
    {
        var run = Open(Reuse.Everything);
        File.WriteAllText(run["config.json"], "{");
        run.Dispose();
        var error = Assert.Throws<InvalidDataException>(() => Open(Reuse.Everything));
        Assert.StartsWith($"{run["config.json"]}: found no JSON (", error.Message);
        Assert.EndsWith("expected an object. Delete the run's folder to compute it again.", error.Message);
    }

    [Fact]
    public void The_log_leaves_out_a_line_that_was_cut_off_and_names_one_that_is_wrong()
    {
        string file = Path.Combine(_root, "metrics.jsonl");
        RunLog.Append(file, new EpochLog(1, 2.5, 0.01,
            new Dictionary<string, double> { ["train_loss"] = 1.0 / 3, ["val \"loss\""] = 2 })
        { StepSeconds = 2.25 });
        RunLog.Append(file, new EpochLog(2, 2.5, 0.01, new Dictionary<string, double> { ["train_loss"] = 0.1 }));
        File.AppendAllText(file, "{\"epoch\":3,\"tr");

        var epochs = RunLog.Read(file);
        Assert.Equal([1, 2], epochs.Select(e => e.Epoch));
        Assert.Equal((1.0 / 3, 2.0, 2.5, 0.01, 2.25),
            (epochs[0]["train_loss"], epochs[0]["val \"loss\""], epochs[0].Seconds, epochs[0].WaitShare, epochs[0].StepSeconds));

        RunLog.Truncate(file, 1);
        Assert.Equal([1], RunLog.Read(file).Select(e => e.Epoch));
        File.AppendAllText(file, "hello\n");
        Assert.Equal($"{file}, line 2: found \"hello\"; expected an epoch, {{\"epoch\":1,…,\"seconds\":2.5}}.",
            Assert.Throws<InvalidDataException>(() => RunLog.Read(file)).Message);
    }

    private RunDirectory Open(Reuse reuse, int latent = 512) =>
        RunDirectory.Open("cuphead/grid", $"gru-{latent}", new { Latent = latent, Cell = Cell.Gru, LearningRate = 1e-3 }, reuse,
            _root);

    private static IEnumerable<string?> Files(RunDirectory run) =>
        Directory.EnumerateFileSystemEntries(run.Folder).Select(Path.GetFileName).Where(f => f != ".lock");

    private enum Cell
    {
        Gru,
    }
}
