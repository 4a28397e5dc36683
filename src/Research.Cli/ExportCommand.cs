using System.CommandLine;
using Research.Formats;

namespace Research.Cli;

/// <summary><c>research export</c>: sessions of the kit in formats of other programs.</summary>
internal sealed class ExportCommand : KitCommand
{
    private readonly Argument<string> _source = PathArgument("DIR", "The folder of the sessions; all of them are exported.");
    private readonly Option<string> _format =
        new("--to")
        {
            Description = $"The format: {string.Join(", ", RecordingExport.Formats)}.",
            HelpName = "FORMAT",
            Required = true
        };
    private readonly Option<string> _output =
        OutputOption("The folder for the data set and import-report.json; made where it is absent. A data set that is there is "
        + "never replaced.");

    public ExportCommand()
        : base("export", "Writes sessions in the formats of other programs, and reports what was lost, mapped or guessed.",
            "research export sessions --to lerobot -o dataset")
    {
        Arguments.Add(_source);
        _format.AcceptOnlyFromAmong([.. RecordingExport.Formats]);
        Does(Run, _format, _output);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        RecordingNotes.Write(RecordingExport.Run(parsed.GetValue(_source)!, parsed.GetValue(_format)!,
            parsed.GetValue(_output)!, cancellation));
        return ExitCode.Done;
    }
}
