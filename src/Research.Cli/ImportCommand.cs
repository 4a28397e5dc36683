using System.CommandLine;
using Research.Formats;

namespace Research.Cli;

/// <summary><c>research import</c>: recordings of other programs as sessions of the kit.</summary>
internal sealed class ImportCommand : KitCommand
{
    private readonly Argument<string> _source = PathArgument("SRC",
        $"The recording: {string.Join("; ", RecordingImport.Known)}. Its format is found out.");
    private readonly Option<string> _output =
        OutputOption("The folder for the sessions and import-report.json (import-report-2.json of a second import); made where "
        + "it is absent. A session that is there is never replaced, and an import that does not come to its end leaves none.");
    private readonly Option<(int Width, int Height)?> _screen = new("--screen")
    {
        Description = "Size in pixels of the screen that places in arrays of IL_bot refer to; by default 1920x1080, or as far as the "
            + "pointer goes.",
        HelpName = "WxH",
        CustomParser = result =>
        {
            string given = result.Tokens.Single().Value;
            if (FrameSizeOption.Parse(given) is { Width: >= 1, Height: >= 1 } size)
            {
                return (size.Width, size.Height);
            }

            result.AddError($"--screen {given}: expected WIDTHxHEIGHT such as 2560x1440.");
            return null;
        },
    };

    public ImportCommand()
        : base("import",
            "Makes sessions of the kit of recordings and arrays of other programs, and reports what was lost, mapped or guessed.",
            "research import recording.mcap -o sessions",
            "research import ~/contractor/6.9 -o sessions",
            "research import recordings_control -o recordings",
            "research import recording_sessions --screen 2560x1440 -o clicks")
    {
        Arguments.Add(_source);
        Does(Run, _output, _screen);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        RecordingNotes.Write(RecordingImport.Run(parsed.GetValue(_source)!, parsed.GetValue(_output)!, parsed.GetValue(_screen),
            cancellation));
        return ExitCode.Done;
    }
}
