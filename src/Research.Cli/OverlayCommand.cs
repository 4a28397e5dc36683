using System.CommandLine;
using System.Diagnostics;
using Research.Overlay;
using Research.Sessions;

namespace Research.Cli;

/// <summary><c>research overlay</c>: a session's video with what was pressed and what was predicted.</summary>
internal sealed class OverlayCommand : KitCommand
{
    private readonly Argument<string> _session = PathArgument("SESSION", SessionPath.Description);
    private readonly Option<string> _predictions = new("--predictions")
    {
        Description =
            "What evaluate has written (.npz), with the thresholds that were scored; or an array [N, actions] of probabilities "
            + "or 0/1 (.npy), N the number of frames or of windows.",
        HelpName = "P.npz",
        Required = true,
    };
    private readonly Option<string> _output = OutputOption("The video to write.", "OUT.mp4");
    private readonly OutputFile _file = new(".mp4");
    private readonly Option<double?> _threshold =
        new("--threshold")
        {
            Description = "An action is held where its value is above this; by default the thresholds of the "
        + "predictions, or 0.5."
        };
    private readonly Option<bool> _trim = new(
        "--trim")
    {
        Description = "Where video and frame log differ in length, take the first frames of both instead of "
        + "refusing."
    };

    public OverlayCommand()
        : base("overlay",
            "Writes a session's video with the player's keys and a model's beside it, and a timeline of both below.",
            "research overlay ~/recordings/Test --predictions predictions.npz -o overlay.mp4")
    {
        Arguments.Add(_session);
        Does(Run, _predictions, _output, _file.Force, _threshold, _trim);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var path = SessionPath.Of(parsed.GetValue(_session)!);
        var (folder, name) = path;
        string output = parsed.GetValue(_output)!;
        using var claim = _file.Claim(output, parsed.GetValue(_file.Force), [.. path.Files, parsed.GetValue(_predictions)!]);
        var session = Session.Open(folder, name, mismatch: parsed.GetValue(_trim) ? FrameMismatch.Trim : FrameMismatch.Refuse);
        foreach (var warning in session.Logs.Warnings)
        {
            Console.Error.WriteLine($"warning: {warning}");
        }

        var model = PredictedActions.Read(parsed.GetValue(_predictions)!, session.Logs, parsed.GetValue(_threshold));
        var line = new ProgressLine("frames");
        var watch = Stopwatch.StartNew();
        OverlayVideo.Write(session, model, output, line, cancellation);
        ProgressLine.Finish(
            $"{output}: {session.FrameCount:N0} frames in {watch.Elapsed.TotalSeconds:0.0} s "
            + $"({session.FrameCount / watch.Elapsed.TotalSeconds:0} frames/s)");
        if (model.Unknown.Count > 0)
        {
            ProgressLine.Finish($"Grey in the timeline: {model.Unknown.Count:N0} frames without a prediction.");
        }

        return ExitCode.Done;
    }
}
