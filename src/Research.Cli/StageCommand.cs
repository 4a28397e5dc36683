using System.CommandLine;
using System.Diagnostics;
using Research.Simulation.Cuphead;

namespace Research.Cli;

/// <summary><c>research simulate stage</c>: a video for a key log that has none.</summary>
internal sealed class StageCommand : KitCommand
{
    private readonly Option<string> _events = new(
        "--events")
    { Description = "The session's NAME_events.jsonl.", HelpName = "E.jsonl", Required = true };
    private readonly Option<string> _frames = new(
        "--frames")
    { Description = "Its NAME_frames.jsonl.", HelpName = "F.jsonl", Required = true };
    private readonly Option<string> _output = OutputOption("The video to write.", "NAME.mp4");
    private readonly OutputFile _file = new(".mp4");
    private readonly Option<int> _seed =
        new("--seed") { Description = "Seed of all that the logs leave open.", DefaultValueFactory = _ => 1 };
    private readonly FrameSizeOption _size = new(SessionStage.FullSize);

    public StageCommand()
        : base("stage",
            "Renders a boss fight that explains a recorded session's keys: one video frame for every line of its frame log.",
            "research simulate stage --events Test_events.jsonl --frames Test_frames.jsonl -o Test.mp4",
            "research simulate stage --events Train_events.jsonl --frames Train_frames.jsonl -o Train.mp4 --size 640x360 --seed "
                + "7")
    {
        Does(Run, _events, _frames, _output, _file.Force, _seed, _size);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string output = parsed.GetValue(_output)!, events = parsed.GetValue(_events)!, frames = parsed.GetValue(_frames)!;
        using var claim = _file.Claim(output, parsed.GetValue(_file.Force), events, frames);
        var size = _size.Take(parsed);
        var progress = new ProgressLine("frames");
        var watch = Stopwatch.StartNew();
        var scene = SessionStage.Write(events, frames, output, size, parsed.GetValue(_seed),
            progress, cancellation);
        ProgressLine.Finish($"{output}: {ProgressLine.Summary(scene, size, watch.Elapsed)}");
        return ExitCode.Done;
    }
}
