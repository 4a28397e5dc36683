using System.CommandLine;
using System.Diagnostics;
using Research.Alignment;
using Research.Capture;
using Research.Simulation.Cuphead;
using Research.Simulation.Environments;

namespace Research.Cli;

/// <summary><c>research simulate boss-fight</c>: a session of the scripted player.</summary>
internal sealed class PlayCommand : KitCommand
{
    private readonly Option<int> _fights = AtLeast("--fights", "Number of fights.", 1, 15);
    private readonly Option<int> _seed =
        new("--seed") { Description = "Seed of fights and player.", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The folder to write to; made where it is absent. With --window, a file for the ground truth of every "
            + "step, a line of JSON each.",
        HelpName = "DIR",
    };
    private readonly Option<bool> _window = new("--window")
    {
        Description = "Open the game as a window instead, to be played by its keys: arrows, Space, F, D (Linux with X11).",
    };
    private readonly OutputFile _truth = new(".jsonl");

    private readonly Option<string> _session = new("--session")
    {
        Description = "Name of the session: NAME.mp4, NAME_events.jsonl and NAME_frames.jsonl.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "Train",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Replace the session if it is there already." };
    private readonly FrameSizeOption _size = new(SessionStage.FullSize);

    public PlayCommand(string name = "boss-fight")
        : base(name,
            "Lets a scripted player with a reaction time fight, and writes the video and the two logs that a recorder would "
                + "have written.",
            "research simulate boss-fight --fights 15 --seed 1 -o ~/recordings",
            "research simulate boss-fight --fights 1 --seed 2 -o ~/recordings --session Test --size 640x360",
            "research simulate boss-fight --window --fights 3 -o truth.jsonl")
    {
        Validators.Add(result =>
        {
            if (!result.GetValue(_window) && result.GetValue(_output) is null)
            {
                result.AddError("Option '--output' is required.");
            }

            if (result.GetValue(_window) && (IsGiven(result, _session) || IsGiven(result, _size)))
            {
                result.AddError("--window: found --session or --size as well; expected neither, as the window writes no "
                    + "session.");
            }
        });
        Does(Run, _fights, _seed, _output, _session, _force, _size, _window);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_window))
        {
            return Open(parsed, cancellation);
        }

        string folder = parsed.GetValue(_output)!, name = parsed.GetValue(_session)!;
        var size = _size.Take(parsed);
        var files = new SessionFiles(folder, name);
        files.RequireName();
        OutputFolder.Require(folder);
        using var claim = FileLock.Hold(Path.Combine(folder, $".{name}.lock"),
            $"{folder}: found that another process writes the session '{name}'; expected another name.");
        if (!parsed.GetValue(_force))
        {
            files.RequireAbsent("another name, or --force to replace it");
        }

        var progress = new ProgressLine("frames");
        var watch = Stopwatch.StartNew();
        var scene = PlayedSession.Write(folder, name, parsed.GetValue(_fights), parsed.GetValue(_seed), size,
            progress, cancellation);
        if (parsed.GetValue(_force))
        {
            // of the session before: its video in another container, its mouse, how it was recorded
            foreach (string replaced in files.Existing.Except([files.Video, files.Events, files.Frames]).ToList())
            {
                File.Delete(replaced);
            }
        }

        ProgressLine.Finish($"{Path.Combine(folder, name)}: {ProgressLine.Summary(scene, size, watch.Elapsed)}");
        return ExitCode.Done;
    }

    private int Open(ParseResult parsed, CancellationToken cancellation)
    {
        string? output = parsed.GetValue(_output);
        using var claim = output is null ? null : _truth.Claim(output, parsed.GetValue(_force));
        using var truth = output is null ? null : new StreamWriter(output) { AutoFlush = true };
        using var game = new FightWindow(truth);
        Console.WriteLine($"window '{FightWindow.Title}': {ActionSet.Cuphead}");
        game.Play(Enumerable.Range(parsed.GetValue(_seed), parsed.GetValue(_fights)), fight => Console.WriteLine(
            $"fight {fight.Seed}: {(fight.IsKnockout ? "knockout" : "lost")} after {fight.Seconds:0.0} s, {fight.Hits} hits"),
            cancellation);
        Console.WriteLine($"{game.LateSteps:N0} late steps");
        return ExitCode.Done;
    }
}
