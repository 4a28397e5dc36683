using System.CommandLine;
using System.Globalization;
using Research.Experiments.ControlTransformer;
using Research.Sessions.Controls;
using Research.Training;

namespace Research.Cli;

/// <summary><c>research train control-transformer</c>: a control transformer from recordings.</summary>
internal sealed class TrainControlsCommand : KitCommand
{
    private readonly Argument<string> _folder = PathArgument("DIR", "A folder with recordings (.npz).");
    private readonly Option<string?> _config =
        new("--config")
        {
            Description = "Options of the training as JSON, such as {\"max_epochs\": 20, \"stride\": 5}; by "
        + "default the document's.",
            HelpName = "C.json"
        };
    private readonly Option<bool> _curriculum =
        new("--curriculum") { Description = "Trains in three stages: movement, combat, inventory." };
    private readonly Option<bool> _resume = new(
        "--resume")
    {
        Description = "Loads a completed run of this build of the kit as it is. Without it, it is computed again; an "
            + "unfinished one goes on in any case."
    };
    private readonly DeviceOption _device = new("the config's, or a GPU that CUDA can use, else the cpu");
    private readonly TensorBoardOption _tensorBoard = new();
    private readonly Option<string?> _output =
        new("--output", "-o", "--out") { Description = "Where the run goes; by default results/PROFILE.", HelpName = "DIR" };

    public TrainControlsCommand(string name = "control-transformer")
        : base(name,
            "Trains the control transformer, and writes its weights, its configuration with thresholds, and its log.",
            "research train control-transformer recordings",
            "research train control-transformer recordings --config small.json --curriculum -o runs")
    {
        Arguments.Add(_folder);
        Does(Run, _config, _curriculum, _device, _resume, _tensorBoard, _output);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        _tensorBoard.Take(parsed);
        if (parsed.GetValue(_output) is { } output)
        {
            RunDirectory.Root = Path.GetFullPath(output);
        }

        var options = parsed.GetValue(_config) is { } config ? ControlOptions.Read(config) : new ControlOptions();
        options = options with { Device = parsed.GetValue(_device) ?? options.Device };
        options.Device.ToTorch(); // refused before recordings are read
        var data = ControlDataset.Open(parsed.GetValue(_folder)!);
        bool curriculum = parsed.GetValue(_curriculum);
        string? stage = null;
        void Show(ControlEpoch epoch)
        {
            if (epoch.Stage != stage)
            {
                ProgressLine.Finish(stage is null && !curriculum ? TrainingTable.Head : $"{epoch.Stage}\n{TrainingTable.Head}");
                stage = epoch.Stage;
            }

            ProgressLine.Finish(TrainingTable.Line(epoch));
        }

        using var trained = TrainedControls.TrainOrLoad(options, data, curriculum, Show,
            RunContext.With(new ProgressLine("steps"),
                cancellation) with
            { Reuse = parsed.GetValue(_resume) ? Reuse.Everything : Reuse.Unfinished });
        ProgressLine.Finish(string.Create(CultureInfo.InvariantCulture,
            $"Score {trained.AtDefaultThreshold.CombinedScore:0.000} at thresholds of 0.5, "
            + $"{trained.AtTunedThresholds.CombinedScore:0.000} at its own, which were chosen on the same recordings; "
            + $"{trained.Policy.Parameters:N0} parameters"));
        ProgressLine.Finish($"{trained.Folder}: {ControlPolicy.WeightsFile}, {ControlPolicy.ConfigFile}, {ControlLog.FileName}");
        return ExitCode.Done;
    }
}
