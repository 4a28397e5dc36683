using System.CommandLine;
using System.Diagnostics;
using Research.Sessions.Inputs;
using Research.Simulation.Clicks;

namespace Research.Cli;

/// <summary><c>research simulate clicks</c>: sessions of mouse and keyboard.</summary>
internal sealed class ClicksCommand : KitCommand
{
    private readonly Option<int> _sessions = AtLeast("--sessions",
        "How many sessions the folder is to have; those it has are kept.", 1, 24);
    private readonly Option<int> _ticks = AtLeast("--ticks", "Length of a session in ticks of 600 ms.", 1,
        ClickSession.DefaultTicks);
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of all sessions.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _output = OutputOption();

    public ClicksCommand()
        : base("clicks",
            "Plays sessions of mouse and keyboard as a person might, and writes actions and game states as npz. What was "
                + "stopped goes on where it was.",
            "research simulate clicks --sessions 24 --seed 1 -o clicks")
    {
        Does(Run, _sessions, _seed, _output, _ticks);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(_output)!;
        int sessions = parsed.GetValue(_sessions);
        var watch = Stopwatch.StartNew();
        ClickDataset.Write(folder, sessions, parsed.GetValue(_seed), parsed.GetValue(_ticks), new ProgressLine("sessions"),
            cancellation);
        var played = InputSession.ReadAll(folder, first: sessions);
        ProgressLine.Finish(
            $"{folder}: {played.Count:N0} {(played.Count == 1 ? "session" : "sessions")}, {played.Sum(s => s.Ticks):N0} ticks, "
            + $"{played.Sum(s => s.ActionCount):N0} actions, in {watch.Elapsed.TotalSeconds:0.0} s");
        return ExitCode.Done;
    }
}
