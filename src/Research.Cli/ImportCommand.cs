using System.CommandLine;
using Research.Formats;

namespace Research.Cli;

/// <summary><c>research import</c>: recordings of other programs as sessions of the kit.</summary>
internal sealed class ImportCommand : KitCommand
{
    private readonly Argument<string> _source = PathArgument("SRC",
        $"The recording: "
            + $"{string.Join("; ", RecordingImport.Formats.Select(format => $"{format.Description} ({format.Name})"))}. Its "
            + $"format is found out.");
    private readonly Option<string> _output =
        OutputOption("The folder for the sessions and import-report.json; made where it is absent. A session that is there is "
        + "never replaced.");

    public ImportCommand()
        : base("import",
            "Makes sessions of the kit of recordings of other programs, and reports what was lost, mapped or guessed.",
            "research import recording.mcap -o sessions",
            "research import ~/contractor/6.9 -o sessions")
    {
        Arguments.Add(_source);
        Does(Run, _output);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(_output)!;
        RecordingNotes.Write(RecordingImport.Run(parsed.GetValue(_source)!, folder), folder);
        return ExitCode.Done;
    }
}
