using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Research.Cli.Tests;

/// <summary>A notebook that died in the middle of its second training.</summary>
public sealed class ResumedNotebookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-resume-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Finished_trainings_are_not_computed_again_and_the_outcome_is_the_same()
    {
        ShortSessions.Record(Path.Combine(_folder, "sessions"), "Train", fights: 1, framesPerFight: 70, seed: 1);
        var whole = Kit.Run("notebook", "run", Write("whole"), "-o", Path.Combine(_folder, "whole-out.ipynb"));
        Assert.Equal((0, ""), (whole.ExitCode, whole.Errors));

        string notebook = Write("killed"), executed = Path.Combine(_folder, "killed-out.ipynb"),
            runs = Path.Combine(_folder, "killed");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Research.Cli.dll"), "notebook", "run",
            notebook, "-o", executed])
        { RedirectStandardOutput = true };
        start.Environment["RESEARCH_HOME"] = Repository.Root;
        using (var process = Process.Start(start)!)
        {
            _ = process.StandardOutput.ReadToEndAsync();
            while (!process.HasExited && !Files(runs, "autoencoder-16-*", "metrics.jsonl").Any())
            {
                Thread.Sleep(1);
            }

            Assert.False(process.HasExited);
            process.Kill();
            process.WaitForExit();
        }

        string first = Files(runs, "autoencoder-8-*", "model.safetensors").Single();
        var written = File.GetLastWriteTimeUtc(first);
        var resumed = Kit.Run("notebook", "run", notebook, "-o", executed, "--resume");
        Assert.Equal((0, ""), (resumed.ExitCode, resumed.Errors));
        Assert.Equal(written, File.GetLastWriteTimeUtc(first));
        Assert.Equal(Outputs(Path.Combine(_folder, "whole-out.ipynb")), Outputs(executed));
        Assert.NotEmpty(Outputs(executed));

        // Without it they are.
        Assert.Equal(0, Kit.Run("notebook", "run", notebook, "-o", executed).ExitCode);
        Assert.True(File.GetLastWriteTimeUtc(first) > written);
    }

    private static IEnumerable<string> Files(string root, string run, string file) =>
        Directory.Exists(Path.Combine(root, "cuphead"))
        ? Directory.EnumerateDirectories(Path.Combine(root, "cuphead"), run).Select(folder => Path.Combine(folder, file))
            .Where(File.Exists)
        : [];

    private static List<string> Outputs(string executed) => [.. JsonNode.Parse(File.ReadAllText(executed))!["cells"]!.AsArray()
        .SelectMany(cell => cell!["outputs"]!.AsArray()).Select(output => output!.ToJsonString())];

    private string Write(string name)
    {
        string[] cells =
        [
            $"""
            #load "{Path.Combine(Repository.Root, "notebooks", "kit.csx")}"
            using Research;
            using Research.Experiments.BehaviorCloning;
            using Research.Sessions;
            using Research.Training;
            RunDirectory.Root = "{Path.Combine(_folder, name)}";
            var fights = FightDataset.Load(Session.Open("{Path.Combine(_folder, "sessions")}", "Train"));
            """,
            Training(8),
            Training(16),
            "Console.WriteLine($\"{mse8:R} {mse16:R}\");",
        ];
        string file = Path.Combine(_folder, name + ".ipynb");
        File.WriteAllText(file, new JsonObject
        {
            ["cells"] = new JsonArray([.. cells.Select((cell, i) => (JsonNode)new JsonObject
            {
                ["cell_type"] = "code", ["execution_count"] = null, ["id"] = $"c{i}", ["metadata"] = new JsonObject(),
                    ["outputs"] = new JsonArray(), ["source"] = cell,
            })]),
            ["metadata"] =
                new JsonObject
                {
                    ["kernelspec"] =
                        new JsonObject { ["display_name"] = "C#", ["language"] = "C#", ["name"] = "research-csharp" },
                },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        }.ToJsonString());
        return file;

        static string Training(int latent) =>
            $$"""
            var autoencoder{{latent}} = FrameAutoencoder.TrainOrLoad(new AutoencoderOptions { Latent = {{latent}}, Epochs = 3 }, fights.Frames, fights.Frames);
            var mse{{latent}} = autoencoder{{latent}}.Training.Best["val_loss"];
            """;
    }
}
