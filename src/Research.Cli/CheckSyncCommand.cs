using System.CommandLine;
using MathNet.Numerics.Statistics;
using Microsoft.Data.Analysis;
using Research.Capture;
using Research.Overlay;
using Research.Tables;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research check-sync</c>: whether a session's video and logs keep the same time.</summary>
internal sealed class CheckSyncCommand : KitCommand
{
    private readonly Argument<string> _session =
        PathArgument("SESSION", "Folder and name of the session: DIR/NAME, for the video NAME and its two logs.");
    private readonly Option<string?> _output =
        new("--output",
        "-o")
        {
            Description = "Also write the video with a lamp for each key, as logged and beside it moved by --offset.",
            HelpName = "OUT.mp4",
        };
    private readonly OutputFile _file = new(".mp4");
    private readonly Option<double> _offset = new(
        "--offset")
    {
        Description = "Milliseconds that the second lamps come later than logged; negative for earlier.",
        HelpName = "MS",
    };
    private readonly Option<bool> _flash = new(
        "--flash")
    {
        Description = "Instead of a session: record a window that flashes when a key is pressed, and measure how "
        + "late the video shows it."
    };
    private readonly Option<int> _rate = AtLeast("--fps", "Frames a second of the flash test.", least: 1, usual: 60);

    public CheckSyncCommand()
        : base("check-sync",
            "Decodes every frame of a session, compares its times with the log's, and says whether they agree (exit 1 if not, or if the "
                + "picture stands still while three keys and more are pressed); shows it by lamps. Or measures the recorder on this display.",
            "research check-sync ~/recordings/Test -o lamps.mp4 --offset 40", "research check-sync --flash")
    {
        _session.Arity = ArgumentArity.ZeroOrOne;
        Arguments.Add(_session);
        Validators.Add(result =>
        {
            if (result.GetValue(_flash) == result.GetValue(_session) is { Length: > 0 })
            {
                result.AddError("check-sync takes either a SESSION or --flash.");
            }

            bool flash = result.GetValue(_flash);
            foreach (var option in (flash ? (Option[])[_output, _offset] : [_rate])
                .Where(option => IsGiven(result, option)))
            {
                result.AddError($"{option.Name}: found it {(flash ? "with --flash" : "without --flash")}, where it does nothing; "
                    + $"expected it {(flash ? "with a SESSION" : "with --flash")} alone.");
            }

            if (!flash && result.GetValue(_output) is null && IsGiven(result, _offset))
            {
                result.AddError("--offset: found no -o OUT.mp4, which it belongs to: it moves the second lamps of that video.");
            }
        });
        Does((parsed, cancellation) => parsed.GetValue(_flash) ? Flash(parsed, cancellation) : Check(parsed, cancellation),
            _output, _file.Force, _offset, _flash, _rate);
    }

    private int Flash(ParseResult parsed, CancellationToken cancellation)
    {
        const int flashes = 25;
        int rate = parsed.GetValue(_rate);
        double[] late = [.. FlashTest.Run(rate, flashes, new ProgressLine("flashes"), cancellation).Order()];
        ProgressLine.Finish($"{flashes} flashes at {rate} frames a second, from the key to the first frame that shows it:");
        AnsiConsole.Write(FrameText.Of(new[]
        {
            new { Latency = "median", Ms = late.Median() },
            new { Latency = "half of them from", Ms = late.LowerQuartile() },
            new { Latency = "to", Ms = late.UpperQuartile() },
            new { Latency = "least", Ms = late[0] },
            new { Latency = "most", Ms = late[^1] },
        }.ToDataFrame()));
        return ExitCode.Done;
    }

    private int Check(ParseResult parsed, CancellationToken cancellation)
    {
        var files = SessionPath.Of(parsed.GetValue(_session)!);
        using var claim = parsed.GetValue(_output) is { } lamps ? _file.Claim(lamps, parsed.GetValue(_file.Force), files.Files)
            : null;
        var check = SessionCheck.Run(files.Folder, files.Name, new ProgressLine("frames"), cancellation);
        var timing = check.Timing;
        ProgressLine.Finish(
            $"{files.Name}: {timing.VideoFrames:N0} frames, {check.Still.Count} "
            + $"{(check.Still.Count == 1 ? "stretch" : "stretches")} of 2 s and more in which the picture stands still");
        AnsiConsole.Write(FrameText.Of(Frame(timing)));
        foreach (var picture in check.Still)
        {
            Console.WriteLine(
                $"still: frames {picture.Frames.First} to {picture.Frames.End - 1}, {picture.Start:N1} s after the first, for "
                + $"{picture.Seconds:N1} s, with {picture.Presses} {(picture.Presses == 1 ? "press" : "presses")}");
        }

        foreach (string fault in check.Faults)
        {
            Console.Error.WriteLine($"{files.Name}: {fault}");
        }

        if (parsed.GetValue(_output) is { } output && timing.CountsAgree)
        {
            int frames = KeyOverlay.Write(files.Folder, files.Name, parsed.GetValue(_offset), output, new ProgressLine("frames"),
                cancellation);
            ProgressLine.Finish($"{output}: {frames:N0} frames");
        }

        Console.WriteLine(check.IsInSync
            ? $"{files.Name} is in sync: no frame is farther than {Math.Abs(timing.FarthestError):0.0} ms from its line's time."
            : check.IsTimingRight ? $"{files.Name}: video and logs keep the same time; the faults above are others."
            : $"{files.Name} is not in sync.");
        return check.IsInSync ? ExitCode.Done : ExitCode.Failed;
    }

    private static DataFrame Frame(SessionTiming timing) => new (string Name, string Value)[]
    {
        ("frames of the video", $"{timing.VideoFrames:N0}"),
        ("lines of the frame log", $"{timing.LoggedFrames:N0}"),
        ("time between two frames", $"{timing.Tolerance:0.###} ms"),
        ("first to last frame", $"{timing.Seconds:N1} s"),
        ("drift, fitted", double.IsNaN(timing.Drift) ? "not known"
            : $"{timing.Drift:+0.000;-0.000;0.000} ± {timing.DriftError:0.000} ms an hour"),
        ("farthest frame", double.IsNaN(timing.FarthestError) ? "not known"
            : $"{timing.FarthestError:+0.000;-0.000;0.000} ms, frame {timing.FarthestFrame:N0}"),
    }.Select(row => new { What = row.Name, row.Value }).ToDataFrame();
}
