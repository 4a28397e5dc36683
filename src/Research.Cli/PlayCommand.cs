using System.CommandLine;
using System.Diagnostics;
using OpenCvSharp;
using Research.Simulation.Cuphead;

namespace Research.Cli;

/// <summary><c>research play</c>: a session of the scripted player.</summary>
internal sealed class PlayCommand : KitCommand
{
    private readonly Option<int> _fights = new("--fights") { Description = "Number of fights.", DefaultValueFactory = _ => 15 };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of fights and player.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The folder to write to; made where it is absent.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string> _session = new("--session")
    {
        Description = "Name of the session: NAME.mp4, NAME_events.jsonl and NAME_frames.jsonl.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "Train",
    };

    private readonly Option<Size> _size = FrameSizeOption.Create();

    public PlayCommand()
        : base("play", "Lets a scripted player with a reaction time fight, and writes the video and the two logs that a recorder would have written.",
            "research play --fights 15 --seed 1 -o ~/recordings",
            "research play --fights 1 --seed 2 -o ~/recordings --session Test --size 640x360")
    {
        _fights.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var given }] && int.TryParse(given, out int fights) && fights < 1)
            {
                result.AddError($"--fights {given}: expected at least 1.");
            }
        });
        foreach (var option in (Option[])[_fights, _seed, _output, _session, _size])
        {
            Options.Add(option);
        }

        SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), CancellationToken.None));
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(_output)!, name = parsed.GetValue(_session)!;
        var size = parsed.GetValue(_size);
        Directory.CreateDirectory(folder);
        var progress = new ProgressLine("frames");
        var watch = Stopwatch.StartNew();
        var scene = PlayedSession.Write(folder, name, parsed.GetValue(_fights), parsed.GetValue(_seed), size,
            progress, cancellation);
        ProgressLine.Finish($"{Path.Combine(folder, name)}: {ProgressLine.Summary(scene, size, watch.Elapsed)}");
        return ExitCode.Done;
    }
}
