using System.CommandLine;
using MathNet.Numerics.Statistics;
using Research.Capture;
using Research.Overlay;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research check-sync</c>: whether a session's video and logs keep the same time.</summary>
internal sealed class CheckSyncCommand : KitCommand
{
    private readonly Argument<string> _session = PathArgument("SESSION", "Folder and name of the session: DIR/NAME, for the video NAME and its two logs.");
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Also write the video with a lamp for each key, as logged and beside it moved by --offset.", HelpName = "OUT.mp4" };
    private readonly Option<double> _offset = new("--offset") { Description = "Milliseconds that the second lamps come later than logged; negative for earlier.", HelpName = "MS" };
    private readonly Option<bool> _flash = new("--flash") { Description = "Instead of a session: record a window that flashes when a key is pressed, and measure how late the video shows it." };
    private readonly Option<int> _rate = AtLeast("--fps", "Frames a second of the flash test.", least: 1, usual: 60);

    public CheckSyncCommand()
        : base("check-sync", "Measures how well a session's video and its logs agree in time, and shows it by lamps; or measures the recorder on this display.",
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
        });
        Does((parsed, cancellation) => parsed.GetValue(_flash) ? Flash(parsed, cancellation) : Check(parsed, cancellation), _output, _offset, _flash, _rate);
    }

    private int Flash(ParseResult parsed, CancellationToken cancellation)
    {
        const int flashes = 25;
        int rate = parsed.GetValue(_rate);
        double[] late = [.. FlashTest.Run(rate, flashes, new ProgressLine("flashes"), cancellation).Order()];
        ProgressLine.Finish($"{flashes} flashes at {rate} frames a second, from the key to the first frame that shows it:");
        var table = ScoreTable.Of("latency", "ms");
        foreach (var (name, value) in ((string, double)[])[("median", late.Median()), ("half of them from", late.LowerQuartile()), ("to", late.UpperQuartile()), ("least", late[0]), ("most", late[^1])])
        {
            table.AddRow(name, $"{value:0.0}");
        }

        AnsiConsole.Write(table);
        return ExitCode.Done;
    }

    private int Check(ParseResult parsed, CancellationToken cancellation)
    {
        var files = SessionPath.Of(parsed.GetValue(_session)!);
        var timing = SessionTiming.Of(files.Folder, files.Name);
        var table = ScoreTable.Of(files.Name, "");
        table.AddRow("frames of the video", $"{timing.VideoFrames:N0}");
        table.AddRow("lines of the frame log", $"{timing.LoggedFrames:N0}");
        table.AddRow("frames a second", $"{timing.FramesPerSecond:0.###}");
        table.AddRow("first to last frame", $"{timing.Seconds:N1} s");
        table.AddRow("drift, fitted", $"{timing.Drift:+0.000;-0.000;0.000} ± {timing.DriftError:0.000} ms an hour");
        table.AddRow("farthest frame from it", $"{timing.LargestDeviation:0.000} ms");
        AnsiConsole.Write(table);
        if (!timing.CountsAgree)
        {
            Console.Error.WriteLine($"{files.Name}: found {timing.VideoFrames} frames of video and {timing.LoggedFrames} lines of frame log; expected as many. After a crash, run './research repair'.");
            return ExitCode.Failed;
        }

        if (parsed.GetValue(_output) is { } output)
        {
            int frames = KeyLamps.Write(files.Folder, files.Name, parsed.GetValue(_offset), output, new ProgressLine("frames"), cancellation);
            ProgressLine.Finish($"{output}: {frames:N0} frames");
        }

        return ExitCode.Done;
    }
}
