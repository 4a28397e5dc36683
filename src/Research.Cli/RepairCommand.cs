using System.CommandLine;
using Research.Capture;

namespace Research.Cli;

/// <summary><c>research repair</c>: completes a session that a crash cut off.</summary>
internal sealed class RepairCommand : KitCommand
{
    private readonly Argument<string> _session = PathArgument("SESSION", SessionPath.Description);
    private readonly Option<bool> _cutEnd = new(
        "--cut-end")
    { Description = "Cut the end of the longer one of video and frame log without looking at their times." };

    public RepairCommand()
        : base("repair",
            "Makes video and frame log of a session agree by the video's times, and says what was left out and where. The "
                + "originals are kept as NAME…before-repair; a whole session is left alone.",
            "research repair ~/recordings/Train")
    {
        Arguments.Add(_session);
        Does(Run, _cutEnd);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var (folder, name) = SessionPath.Of(parsed.GetValue(_session)!);
        var report = SessionRepair.Run(folder, name, parsed.GetValue(_cutEnd), cancellation);
        string content = $"{report.Frames:N0} frames, {report.Seconds:0.0} s";
        if (report.WasWhole)
        {
            Console.WriteLine(
                $"{name} is whole: {content}. Nothing was changed. './research check-sync' says whether video and log keep the "
                + "same time.");
            return ExitCode.Done;
        }

        foreach (string loss in report.Losses)
        {
            Console.WriteLine($"  {loss}");
        }

        foreach (string original in report.Originals)
        {
            Console.WriteLine($"  kept as it was: {original}");
        }

        Console.WriteLine($"{name} is whole again: {content}.");
        return ExitCode.Done;
    }
}
