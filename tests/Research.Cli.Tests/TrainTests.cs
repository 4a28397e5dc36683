namespace Research.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-train-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("action-decoder", """{"hidden_size": 32, "decoder": "Parallel", "patience": null}""", "val_loss", "parallel")]
    [InlineData("latent-actions", """{"quantizer": {"codebook_size": 16}}""", "val_psnr", "model")]
    [InlineData("behavior-cloning",
        """{"autoencoder": {"latent": 32, "stride": 40}, "policy": {"cell": "GRU", "seed": 7}}""", "Test.composite_f1", "gru-32")]
    public void A_model_is_trained_by_a_configuration_and_loaded_the_next_time(
        string experiment, string config, string score, string run)
    {
        string file = Path.Combine(_folder, "c.json");
        File.WriteAllText(file, config);
        string[] command = ["train", experiment, "--profile", "smoke", "--device", "cpu", "--config", file, "-o",
            Path.Combine(_folder, "my runs")];

        var trained = Kit.Run(command);
        Assert.Equal((0, ""), (trained.ExitCode, trained.Errors));
        string[] lines = trained.Output.TrimEnd('\n').Split('\n');
        Assert.Contains(lines, line => line.StartsWith($"{score}: ", StringComparison.Ordinal));
        Assert.StartsWith($"{run}-seed-{(run == "gru-32" ? 7 : 42)}-", Path.GetFileName(lines[^1]), StringComparison.Ordinal);
        var summary = File.GetLastWriteTimeUtc(Path.Combine(lines[^1], "summary.json"));

        Assert.Equal(experiment == "behavior-cloning",
            lines.Contains($"Next: ./research evaluate '{lines[^1]}' --fights 5 --session Test -o predictions.npz"));

        var again = Kit.Run(command);
        Assert.Contains("The same run was complete: it was loaded, nothing was trained.\n", again.Output);
        Assert.Equal(lines[^1], again.Output.TrimEnd('\n').Split('\n')[^1]);
        Assert.Equal(summary, File.GetLastWriteTimeUtc(Path.Combine(lines[^1], "summary.json")));
    }

    [Theory]
    [InlineData("dodge-timing", """{"epoch": 3}""", "found the unknown field 'epoch'; expected epochs, batch_size, "
        + "learning_rate, downsample_factor, precision, seed, device.")]
    [InlineData("dodge-timing", """{"epochs": 0}""", "found 0 in the field 'epochs'; expected a whole number, at "
        + "least 1 and at most 1000000.")]
    public void A_wrong_configuration_is_one_line(string experiment, string config, string message)
    {
        string file = Path.Combine(_folder, "c.json");
        File.WriteAllText(file, config);
        var kit = Kit.Run("train", experiment, "--config", file, "-o", _folder);
        Assert.Equal((1, $"{file}: {message}\n"), (kit.ExitCode, kit.Errors));
    }

    [Fact]
    public void A_policy_needs_a_latent_size_and_a_folder_must_be_there()
    {
        string file = Path.Combine(_folder, "c.json");
        File.WriteAllText(file, """{"autoencoder": {"latent": null}}""");
        var kit = Kit.Run("train", "behavior-cloning", "--config", file, "-o", _folder);
        Assert.Equal((1, "autoencoder.latent: found null; expected a latent size, such as 512.\n"), (kit.ExitCode, kit.Errors));

        var nowhere = Kit.Run("train", "latent-actions", Path.Combine(_folder, "no"), "-o", _folder);
        Assert.Equal((1, $"{_folder}/no: found no such folder; expected a folder of episodes of pictures.\n"),
            (nowhere.ExitCode, nowhere.Errors));
    }

    [Theory]
    [InlineData("--device", "cuda:98")]
    [InlineData("-p", "device=cuda:98")]
    public void A_device_that_is_not_there_is_refused_before_data_are_made(params string[] device)
    {
        var kit = Kit.Run(["train", "dodge-timing", .. device, "--profile", "smoke", "-o", _folder]);

        Assert.Equal((1, ""), (kit.ExitCode, kit.Output));
        Assert.Matches(@"^Found the device 'cuda:98': .+\. This machine has cpu.*\.\n$", kit.Errors);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("evaluate", "runs")]
    [InlineData("play-policy", "runs")]
    [InlineData("inspect", "paths")]
    public void A_pattern_that_matches_two_runs_is_refused_by_their_names(string command, string several)
    {
        var two = Kit.Run(command, "a", "b");
        Assert.Equal((2, $"found 2 {several}, a, b; expected one.\n'research {command} --help' shows the usage.\n"),
            (two.ExitCode, two.Errors));
    }
}
