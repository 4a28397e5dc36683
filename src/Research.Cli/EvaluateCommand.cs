using System.CommandLine;
using Research.Experiments.ActionDecoder;
using Research.Experiments.BehaviorCloning;
using Research.Experiments.ControlTransformer;
using Research.Experiments.DodgeTiming;
using Research.Sessions;
using Research.Tables;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research evaluate</c>: a trained policy's scores on a session.</summary>
internal sealed class EvaluateCommand : KitCommand
{
    private readonly Argument<string> _run = OnlyPath("RUN", "Folder of the policy's run.", "runs");
    private readonly Option<string> _session =
        new("--session") { Description = "Name of the session.", DefaultValueFactory = _ => "Test" };
    private readonly Option<string?> _thresholdsFrom =
        new("--thresholds-from")
        {
            Description = "A session whose fights choose the threshold of each action; never the one "
        + "that is scored.",
            HelpName = "NAME"
        };
    private readonly Option<string?> _output = new("--output",
        "-o")
    { Description = "Where the predictions go; by default RUN/predictions-NAME.npz.", HelpName = "P.npz" };
    private readonly OutputFile _file = new(SessionPredictions.Ending);
    private readonly Option<bool> _otherData =
        new("--other-data") { Description = "Score the scripted player's session although the policy learnt from another one." };
    private readonly DeviceOption _device = new();
    private readonly SessionOptions _sessions = new();

    public EvaluateCommand()
        : base("evaluate",
            "Scores a trained policy on a session, beside baselines that ignore the game. The run keeps the scores, "
                + "which runs, compare and the dashboard show.",
            "research evaluate results/quick/cuphead/focal-grid/gru-512-seed-42-* --session Test",
            "research evaluate RUN --data ~/recordings --session Mine -o mine.npz")
    {
        Arguments.Add(_run);
        Does(Run, _session, _thresholdsFrom, _device, _output, _file.Force, _otherData);
        _sessions.AddTo(this);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string name = parsed.GetValue(_session)!;
        string run = parsed.GetValue(_run)!;
        var inputs = Directory.Exists(run) ? Directory.EnumerateFiles(run) : [];
        using var claim = parsed.GetValue(_output) is { } asked ? _file.Claim(asked, parsed.GetValue(_file.Force), inputs) : null;
        using var policy = ActionPolicy.Load(run, _device.Take(parsed));
        if (!_sessions.HasData(parsed) && !parsed.GetValue(_otherData))
        {
            _sessions.RequireLearntFromScripted(parsed, run);
        }

        double[]? thresholds = Thresholds(policy, parsed, name, cancellation);
        using var fights = _sessions.Load(parsed, name, new ProgressLine("frames"), cancellation);
        policy.RequireFits(fights);
        RequireSameSession(policy.Folder, fights, parsed.GetValue(_file.Force));
        string label = Path.GetFileName(Path.TrimEndingDirectorySeparator(policy.Folder));
        var evaluation = PolicyEvaluation.Of(label, fights, policy.Predict(fights, cancellation),
            thresholds: thresholds);
        Console.WriteLine($"{label} on {_sessions.Describe(parsed, name)}");
        Console.WriteLine($"{evaluation.Session}: {evaluation.FrameCount:N0} frames");
        AnsiConsole.Write(FrameText.Of(evaluation.ToDataFrame(), int.MaxValue));
        AnsiConsole.Write(FrameText.Of(evaluation.BaselineComparison.ToDataFrame([.. fights.Game.CompositeActions]),
            int.MaxValue));
        Console.WriteLine($"composite F1 {evaluation.Composite} ({evaluation.Composite.Method})");

        if (evaluation.Motion is { } motion)
        {
            AnsiConsole.Write(FrameText.Of(motion.ToDataFrame(), int.MaxValue));
        }
        else if (fights.Game.UsesMotion)
        {
            Console.WriteLine($"motion is not scored, for {label} was trained without \"motion\": true");
        }

        string output = parsed.GetValue(_output) ?? PolicyEvaluation.PredictionsFile(policy.Folder, fights.Name);
        evaluation.Predictions.Save(output);
        evaluation.SaveScores(policy.Folder);
        Console.WriteLine(
            $"{output}: {evaluation.FrameCount:N0} of {fights.Timeline.FrameCount:N0} frames predicted, with the thresholds of "
            + "these scores");
        return ExitCode.Done;
    }

    /// <summary>
    /// A run keeps one set of scores for a session's name: another session of that name must not take their place unnoticed.
    /// </summary>
    private static void RequireSameSession(string run, FightDataset fights, bool force)
    {
        if (!force && PolicyEvaluation.ScoredLabels(run, fights.Name) is { } scored
            && scored != SessionPredictions.LabelsOf(fights.Timeline))
        {
            throw new InvalidDataException(
                $"{Path.Combine(run, $"evaluation-{fights.Name}.json")}: found scores on another session that is called "
                + $"{fights.Name}, too; "
                + "expected scores on this one, or --force to replace them.");
        }
    }

    private double[]? Thresholds(ActionPolicy policy, ParseResult parsed, string scored, CancellationToken cancellation)
    {
        if (parsed.GetValue(_thresholdsFrom) is not { } from)
        {
            return null;
        }

        if (from == scored)
        {
            throw new ArgumentException(
                $"--thresholds-from {from}: found the session that is scored; expected another one, or the scores flatter.");
        }

        using var fights = _sessions.Load(parsed, from, new ProgressLine("frames"), cancellation);
        return [.. policy.Predict(fights, cancellation).BestThresholds(fights.Timeline).Select(t => t.Threshold)];
    }
}
