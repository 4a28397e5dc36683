using System.CommandLine;
using Research.Capture;

namespace Research.Cli;

/// <summary><c>research repair</c>: makes a session that a crash cut off whole.</summary>
internal sealed class RepairCommand : KitCommand
{
    private readonly Argument<string> _session = PathArgument("SESSION", SessionPath.Description);

    public RepairCommand()
        : base("repair", "Makes video and logs of a recording that was cut off agree, by trimming their ends, and says what was lost. A whole session is left alone.",
            "research repair ~/recordings/Train")
    {
        Arguments.Add(_session);
        Does(Run);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var (folder, name) = SessionPath.Of(parsed.GetValue(_session)!);
        var report = SessionRepair.Run(folder, name);
        string content = $"{report.Frames:N0} frames, {report.Seconds:0.0} s";
        if (report.WasWhole)
        {
            Console.WriteLine($"{name} is whole: {content}. Nothing was changed.");
            return ExitCode.Done;
        }

        foreach (string loss in report.Losses)
        {
            Console.WriteLine($"  {loss}");
        }

        Console.WriteLine($"{name} is whole again: {content}.");
        return ExitCode.Done;
    }
}
