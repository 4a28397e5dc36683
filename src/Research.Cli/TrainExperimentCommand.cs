using System.CommandLine;
using System.Globalization;
using Research.Experiments;
using Research.Experiments.BehaviorCloning;
using Research.Sweeps;
using Research.Training;

namespace Research.Cli;

/// <summary>How a model of an experiment is trained: options as JSON and a folder of data give the runs that it takes.</summary>
/// <param name="folder">A full path; empty: the data that the kit makes itself.</param>
/// <param name="config">Options that differ from the profile's.</param>
/// <param name="device">Where networks compute; null: where the options say.</param>
internal delegate IEnumerable<SweepTask> TrainingOf(string folder, GivenOptions config, TorchDevice? device);

/// <summary>Options that a command line gives.</summary>
/// <param name="File">A file with some; null: none.</param>
/// <param name="Values">Some by name, which go before those of the file.</param>
internal sealed record GivenOptions(string? File, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The options; what is not given is as in the profile.</summary>
    public T Over<T>(T ofProfile)
    {
        var options = File is null ? ofProfile : FieldFile.Read(File, ofProfile);
        return Values.Count == 0 ? options : FieldFile.With("-p", Values, options);
    }
}

/// <summary><c>research train EXPERIMENT</c>: one model, by its configuration.</summary>
internal sealed class TrainExperimentCommand : KitCommand
{
    /// <summary>What stands behind the session's name in the score of a policy that <c>evaluate</c> takes.</summary>
    private const string PolicyScore = ".composite_f1";

    private readonly Argument<string?> _folder;
    private readonly Option<string?> _config = new("--config")
    {
        Description = "Options as JSON, such as {\"epochs\": 20}; what it leaves out is as in the profile.",
        HelpName = "C.json",
    };
    private readonly ParameterOption _values = new("an option, such as epochs=20 or policy.epochs=20, before that of --config");
    private readonly Option<ProfileKind> _profile = ReproduceCommand.ProfileOption();
    private readonly DeviceOption _device = new("the options', or a GPU that CUDA can use, else the cpu");
    private readonly TensorBoardOption _tensorBoard = new();
    private readonly Option<string?> _output = new("--output", "-o", "--out")
    {
        Description = "Where the run goes; by default results/PROFILE.",
        HelpName = "DIR",
    };
    private readonly TrainingOf _training;
    private readonly string _data;

    /// <param name="name">The experiment.</param>
    /// <param name="description">What is trained.</param>
    /// <param name="data">What the folder holds.</param>
    /// <param name="training">How.</param>
    public TrainExperimentCommand(string name, string description, string data, TrainingOf training)
        : base(name, $"{description} The same run of this build of the kit, once complete, is loaded instead.",
            $"research train {name}",
            $"research train {name} DIR --config mine.json -p NAME=VALUE -o runs")
    {
        (_training, _data) = (training, data);
        _folder = new("DIR")
        {
            Description = $"{char.ToUpperInvariant(data[0])}{data[1..]}; without it the kit's own.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        _folder.Validators.Add(RefuseOptions);
        Arguments.Add(_folder);
        Validators.Add(result => _values.RefuseBeside(result, _device));
        Does(Run, _config, _values, _profile, _device, _tensorBoard, _output);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        _tensorBoard.Take(parsed);
        Profile.Current = parsed.GetValue(_profile);
        RunDirectory.Root = Path.GetFullPath(parsed.GetValue(_output) ?? ReproduceCommand.DefaultOutput(Profile.Current));
        string folder = parsed.GetValue(_folder) is { Length: > 0 } given ? Path.GetFullPath(given) : "";
        if (folder.Length > 0 && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: found no such folder; expected {_data}.");
        }

        var progress = new ProgressLine("steps");
        var folders = new Dictionary<string, string>();
        var config = new GivenOptions(parsed.GetValue(_config), _values.Values(parsed));
        SweepTask[] tasks = [.. _training(folder, config, parsed.GetValue(_device))];
        var experiment = SweepExperiments.Named(tasks[0].Experiment);
        experiment.Prepare(tasks[0], progress, cancellation);
        var began = DateTime.UtcNow;
        foreach (var task in tasks)
        {
            folders[task.Run] = experiment.Run(task, run => folders[run], progress, cancellation);
        }

        string trained = folders[tasks[^1].Run];
        var scores = RunRecord.Read(trained, epochs: false)!.Scores;
        foreach (string name in experiment.Scores.SelectMany(score =>
            scores.Keys.Where(name => SweepTable.IsCalled(name, score))))
        {
            ProgressLine.Finish(string.Create(CultureInfo.InvariantCulture, $"{name}: {scores[name]:0.000}"));
        }

        string earlier = RunDirectory.EarlierOf(trained);
        if (Directory.Exists(earlier) && Directory.GetCreationTimeUtc(earlier) >= began)
        {
            ProgressLine.Finish($"The same run was complete, of another build of the kit: it was trained again; see {earlier}");
        }

        if (File.GetLastWriteTimeUtc(Path.Combine(trained, "summary.json")) < began)
        {
            ProgressLine.Finish("The same run was complete: it was loaded, nothing was trained.");
        }

        if (experiment is FocalGridSweep
            && scores.Keys.FirstOrDefault(name => name.EndsWith(PolicyScore, StringComparison.Ordinal)) is { } score)
        {
            string data = folder.Length > 0 ? $"--data {ShellText.Quote(folder)}"
                : $"--fights {tasks[^1].DataAs<SessionData>().Fights}";
            ProgressLine.Finish($"Next: ./research evaluate {ShellText.Quote(trained)} {data} "
                + $"--session {ShellText.Quote(score[..^PolicyScore.Length])} -o predictions.npz");
        }

        ProgressLine.Finish(trained);
        return ExitCode.Done;
    }
}
