using Research.Experiments.ControlTransformer;
using Research.Sessions.Controls;

namespace Research.Cli.Tests;

public sealed class ControlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-controls-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Controls_writes_recordings_and_train_controls_learns_from_them()
    {
        string recordings = Path.Combine(_folder, "recordings"), config = Path.Combine(_folder, "c.json"),
            runs = Path.Combine(_folder, "runs");
        var made = Kit.Run("controls", "--recordings", "2", "--seed", "3", "-o", recordings);
        Assert.Equal((0, ""), (made.ExitCode, made.Errors));
        Assert.Matches($@"{recordings}: 2 recordings, 3,600 frames, [\d,]+ of them with a screen, in \d+\.\d s\n$", made.Output);

        File.WriteAllText(config,
            """{"max_epochs": 3, "warmup_epochs": 1, "stride": 12, "size": {"d_model": 16, "nhead": 2, "num_layers": 1, "dim_feedforward": 16, "max_seq_len": 6}}""");
        var trained = Kit.Run("train-controls", recordings, "--config", config, "--curriculum", "--tensorboard", "--out", runs);
        Assert.Equal((0, ""), (trained.ExitCode, trained.Errors));
        string[] lines = trained.Output.Split('\n');
        Assert.Equal(["movement", TrainingTable.Head.Split('\n')[0], new string('-', 82)], lines[..3]);
        Assert.Equal(["movement", "combat", "inventory"], lines.Where(line => line is "movement" or "combat" or "inventory"));
        Assert.Equal([1, 2, 3], lines.Where(line => line.EndsWith(" *")).Select(line => int.Parse(line[..4])));
        Assert.Matches(@"^   1(  \d\.\d{3}){10}  \d\.\de-\d \*$", lines[3]);

        string[] logs = Directory.GetFiles(runs, "metrics.jsonl", SearchOption.AllDirectories);
        Assert.Equal(3, logs.Length);
        Assert.All(logs, log => Assert.InRange(
            new FileInfo(Path.Combine(Path.GetDirectoryName(log)!, "events.out.tfevents")).Length, 500, 5000));

        string folder = lines.Single(line => line.Contains(ControlPolicy.WeightsFile)).Split(':')[0];
        using var policy = ControlPolicy.Load(folder);
        var log = ControlLog.Read(Path.Combine(folder, ControlLog.FileName));
        Assert.Equal(lines.Where(line => line.EndsWith(" *")), log.Epochs.Select(TrainingTable.Line));
        Assert.Equal(3, policy.Config.Training.EpochsTrained);
    }

    [Fact]
    public void What_cannot_be_trained_is_one_line()
    {
        var kit = Kit.Run("train-controls", _folder);
        Assert.Equal((1, "", $"{_folder}: found no .npz file; expected recordings.\n"), (kit.ExitCode, kit.Output, kit.Errors));
    }
}
