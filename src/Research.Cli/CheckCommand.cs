using System.CommandLine;
using Research.Checking;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research check</c>: what is wrong with recorded sessions, where, and what repairs it.</summary>
internal sealed class CheckCommand : KitCommand
{
    private readonly Argument<string> _folder =
        PathArgument("DIR", "A folder of recorded sessions, or of folders of them.");
    private readonly Option<string?> _json =
        new("--json") { Description = "Also write the findings as JSON.", HelpName = "FILE.json" };
    private readonly Option<string?> _html =
        new("--html") { Description = "Also write the findings as a page that opens offline.", HelpName = "FILE.html" };
    private readonly OutputFile _jsonFile = new(".json"), _htmlFile = new(".html");
    private readonly Option<bool> _logsOnly = new("--logs-only") { Description = "Do not decode the videos." };
    private readonly Option<bool> _allFrames =
        new("--all-frames") { Description = "Decode every frame of long videos too; by default stretches are spread over them." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit 1 for warnings too." };

    public CheckCommand()
        : base("check",
            "Examines recorded sessions: logs, clocks, keys, segments, pictures, and what sessions share. Says where each fault "
                + "is and what repairs it. Changes nothing. Exits 1 where there is an error.",
            "research check ~/recordings", "research check ~/recordings --html check.html --json check.json")
    {
        Arguments.Add(_folder);
        Does(Run, _json, _html, _jsonFile.Force, _logsOnly, _allFrames, _strict);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        bool force = parsed.GetValue(_jsonFile.Force);
        using var json = parsed.GetValue(_json) is { } jsonPath ? _jsonFile.Claim(jsonPath, force, Inputs(parsed)) : null;
        using var html = parsed.GetValue(_html) is { } htmlPath ? _htmlFile.Claim(htmlPath, force) : null;
        var options = new CheckOptions
        {
            Pictures = !parsed.GetValue(_logsOnly),
            MostFrames = parsed.GetValue(_allFrames) ? CheckOptions.AllFrames : new CheckOptions().MostFrames,
        };
        var report = FolderCheck.Run(parsed.GetValue(_folder)!, options, new ProgressLine("frames"), cancellation);
        ProgressLine.Finish($"{report.Folder}: {Counted(report.Sessions.Count, "session")} checked in {report.Seconds:0.0} s");
        if (report.Count(Severity.Error) + report.Count(Severity.Warning) > 0)
        {
            AnsiConsole.Write(Table(report));
        }

        foreach (var finding in report.Findings.Where(finding => finding.Severity == Severity.Note))
        {
            Console.WriteLine($"note: {finding.Code}: {finding.Place}: found {finding.Found}.");
        }

        if (parsed.GetValue(_json) is { } jsonFile)
        {
            AtomicFile.Write(jsonFile, report.ToJson() + "\n");
        }

        if (parsed.GetValue(_html) is { } htmlFile)
        {
            AtomicFile.Write(htmlFile, report.ToHtml());
        }

        int errors = report.Count(Severity.Error), warnings = report.Count(Severity.Warning);
        string notes = Counted(report.Count(Severity.Note), "note");
        Console.WriteLine($"{Counted(errors, "error")}, {Counted(warnings, "warning")}, {notes}");
        return errors > 0 || (warnings > 0 && parsed.GetValue(_strict)) ? ExitCode.Failed : ExitCode.Done;
    }

    private static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>What a JSON file of that name could be instead of an output: actions.json, NAME_session.json.</summary>
    private IEnumerable<string> Inputs(ParseResult parsed) => Directory.Exists(parsed.GetValue(_folder))
        ? Directory.EnumerateFiles(parsed.GetValue(_folder)!, "*.json")
            .Where(file => Path.GetFileName(file) == "actions.json" || file.EndsWith("_session.json", StringComparison.Ordinal))
        : [];

    private static Table Table(CheckReport report)
    {
        var table = new Table { Width = Console.IsOutputRedirected ? 160 : null }
            .AddColumns("", "code", "where", "found, expected, why, and what repairs it").ShowRowSeparators();
        foreach (var finding in report.Findings.Where(finding => finding.Severity > Severity.Note)
            .OrderByDescending(finding => finding.Severity))
        {
            string color = finding.Severity == Severity.Error ? "red" : "yellow";
            table.AddRow(
                new Markup($"[{color}]{finding.Severity.ToString().ToLowerInvariant()}[/]"), new Text(finding.Code),
                new Text(finding.Place.ToString()),
                new Text($"found {finding.Found}; expected {finding.Expected}.\n{finding.Why}\n→ {finding.Repair}"));
        }

        return table;
    }
}
