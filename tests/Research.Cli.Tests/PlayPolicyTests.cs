using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Research.Experiments.BehaviorCloning;
using Research.Sessions;
using Research.Simulation.Environments;
using Research.Training;

namespace Research.Cli.Tests;

/// <summary><c>play-policy</c>: a trained policy plays the simulated game.</summary>
public sealed class PlayPolicyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-play-policy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_policy_plays_beside_the_baselines_and_its_run_keeps_the_scores()
    {
        string run = Train(), videos = Path.Combine(_folder, "videos");
        var kit = Kit.Run("play-policy", run, "--fights", "2", "--seed", "3", "--videos", videos, "--device", "cpu");
        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        string name = Path.GetFileName(run);
        Assert.Contains($"{name} in boss-fight: 2 fights, seeds 20004 to 20005, keys above 0.5", kit.Output, StringComparison.Ordinal);
        string[] lines = [.. kit.Output.Split('\n').Select(line => line.Trim())];
        Assert.All([name, "expert", "random keys", "always SHOOT", "copy the last keys", "reflex rule"], player =>
            Assert.Equal(2, lines.Count(line => Regex.IsMatch(line, $"^{player} +2 "))));
        Assert.Contains("intervals: 95 % stratified bootstrap over 2 episodes, 2000 resamples", kit.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[", kit.Output, StringComparison.Ordinal);

        var saved = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "evaluation-boss-fight.json")))!;
        Assert.Equal((2, 20_004, 0.5, false), ((int)saved["fights"]!, (int)saved["first_seed"]!, (double)saved["threshold"]!,
            (bool)saved["is_sampled"]!));
        string[] files = [.. Directory.GetFiles(videos).Order(StringComparer.Ordinal)];
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.Matches($@"/{name}-(best|median|worst)-2000[45]\.mp4$", file));
        Assert.All(files, file => Assert.Contains(file, lines));

        var runs = Kit.Run("runs", _folder, "--show", "boss-fight.survival");
        Assert.Equal((0, ""), (runs.ExitCode, runs.Errors));
        Assert.Contains("boss-fight.survival", runs.Output, StringComparison.Ordinal);

        var chosen = Kit.Run("play-policy", run, "--fights", "1", "--choose-threshold", "--device", "cpu");
        Assert.Matches(@"1 fight, seeds 20000 to 20000, keys above 0\.\d+, chosen in other fights", chosen.Output);

        var sampled = Kit.Run("play-policy", run, "--fights", "1", "--sampled", "--device", "cpu");
        Assert.Contains("1 fight, seeds 20000 to 20000, keys drawn by their probabilities", sampled.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--fights 0: expected at least 1.", "--fights", "0")]
    [InlineData("--threshold 2: expected a probability, from 0 to 1.", "--threshold", "2")]
    [InlineData("--threshold NaN: expected a finite number.", "--threshold", "NaN")]
    [InlineData("--choose-threshold: found --sampled beside it; expected one of the two.", "--choose-threshold", "--sampled")]
    [InlineData("--threshold: found --sampled beside it; expected one of the two.", "--sampled", "--threshold", "0.3")]
    [InlineData("--env maze: expected boss-fight.", "--env", "maze")]
    [InlineData("abc", "--threshold", "abc")]
    public void Wrong_usage_exits_with_2(string told, params string[] option)
    {
        var kit = Kit.Run(["play-policy", _folder, .. option]);
        Assert.Equal((2, ""), (kit.ExitCode, kit.Output));
        Assert.Contains(told, kit.Errors, StringComparison.Ordinal);
        Assert.EndsWith("\n'research play-policy --help' shows the usage.\n", kit.Errors, StringComparison.Ordinal);
        Assert.Equal(2, kit.Errors.Count(c => c == '\n'));
    }

    [Fact]
    public void A_folder_that_is_no_run_is_one_line()
    {
        var kit = Kit.Run("play-policy", _folder);
        Assert.Equal((1, "", $"{_folder}: found no config.json; expected the folder of a run.\n"),
            (kit.ExitCode, kit.Output, kit.Errors));
        kit = Kit.Run("play-policy", Path.Combine(_folder, "none"), "--videos", Path.Combine(_folder, "videos"));
        Assert.Equal((1, $"{_folder}/none: found no such folder; expected that of a run.\n"), (kit.ExitCode, kit.Errors));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private string Train()
    {
        string sessions = Path.Combine(_folder, "sessions");
        Directory.CreateDirectory(sessions);
        FightSession.Record(sessions, "Train", new AlwaysShoot(), [0]);
        using var fights = FightDataset.Load(Session.Open(sessions, "Train"));
        var options = new FrameStackOptions { StackSize = 2, Epochs = 1, Device = TorchDevice.Parse("cpu") };
        using var policy = FrameStackPolicy.TrainOrLoad(options, [fights], fights,
            context: RunContext.Default with { Experiment = Path.Combine(_folder, "runs") });
        return policy.Folder;
    }
}
