using System.CommandLine;
using Research.Formats;

namespace Research.Cli;

/// <summary><c>research import</c>: recordings of other programs as sessions of the kit.</summary>
internal sealed class ImportCommand : KitCommand
{
    private readonly Argument<string> _source = PathArgument("SRC",
        $"The recording: {string.Join("; ", RecordingImport.Formats.Select(format => $"{format.Description} ({format.Name})"))}. Its format is found out.");
    private readonly Option<string> _output = OutputOption("The folder for the sessions and import-report.json; made where it is absent. A session that is there is never replaced.");

    public ImportCommand()
        : base("import", "Makes sessions of the kit of recordings of other programs, and reports what was lost, mapped or guessed.",
            "research import recording.mcap -o sessions",
            "research import ~/contractor/6.9 -o sessions")
    {
        Arguments.Add(_source);
        Does(Run, _output);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(_output)!;
        var report = RecordingImport.Run(parsed.GetValue(_source)!, folder);
        Console.WriteLine($"{report.Source}: {report.Format}{(report.Version is { } version ? $" {version}" : "")}");
        foreach (var session in report.Sessions)
        {
            Console.WriteLine($"  {session.Name}: {session.Frames:N0} frames, {session.Seconds:0.0} s, {session.KeyEvents:N0} key events, "
                + $"{session.MouseEvents:N0} mouse events, {(session.HasVideo ? "with" : "without")} video");
        }

        Write("lost", report.Lost);
        Write("mapped", report.Mapped);
        Write("guessed", report.Guessed);
        Console.WriteLine($"All of it is in {Path.Combine(folder, ImportReport.FileName)}.");
        return ExitCode.Done;
    }

    private static void Write(string kind, IReadOnlyList<ImportNote> notes)
    {
        foreach (var note in notes)
        {
            Console.WriteLine($"  {kind}: {note.What} ({note.Count:N0}). {note.Why}");
        }
    }
}
