using System.CommandLine;
using System.Diagnostics;
using Research.Experiments.ControlTransformer;
using Research.Simulation.Control;

namespace Research.Cli;

/// <summary><c>research simulate controls</c>: recordings of body, hands and controls.</summary>
internal sealed class ControlsCommand : KitCommand
{
    private readonly Option<int> _recordings =
        AtLeast("--recordings", "How many recordings the folder is to have; those it has are kept.", 1, 20);
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of all recordings.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _output = OutputOption();

    public ControlsCommand()
        : base("controls",
            "Acts out a game of 28 controls by body and hands, and writes recordings as .npz. What was stopped goes on where it "
                + "was.",
            "research simulate controls --recordings 20 --seed 1 -o recordings")
    {
        Does(Run, _recordings, _seed, _output);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(_output)!;
        int count = parsed.GetValue(_recordings);
        var watch = Stopwatch.StartNew();
        ControlFolder.Write(folder, count, parsed.GetValue(_seed), new ProgressLine("recordings"), cancellation);
        var recordings = ControlDataset.Open(folder, count).Recordings;
        ProgressLine.Finish(
            $"{folder}: {count:N0} {(count == 1 ? "recording" : "recordings")}, {recordings.Sum(r => r.FrameCount):N0} frames, "
            + $"{recordings.Sum(r => Enumerable.Range(0, r.FrameCount).Count(r.IsScreenOpen)):N0} of them with a screen, in "
            + $"{watch.Elapsed.TotalSeconds:0.0} s");
        return ExitCode.Done;
    }
}
