using Research.Formats.CrowdCast;
using Research.Formats.LeRobot;
using Research.Formats.Owa;
using Research.Formats.OwlControl;
using Research.Formats.Vpt;

namespace Research.Formats;

/// <summary>Makes the kit's sessions of recordings of other programs.</summary>
public static class RecordingImport
{
    /// <summary>The formats, in the order in which they are tried.</summary>
    public static IReadOnlyList<IRecordingFormat> Formats { get; } =
        [new LeRobotFormat(), new OwaFormat(), new OwlControlFormat(), new CrowdCastFormat(), new VptFormat()];

    /// <summary>Finds out what the source is, and imports it.</summary>
    /// <param name="source">A file or folder.</param>
    /// <param name="folder">Where the sessions and <c>import-report.json</c> go; made where it is absent.</param>
    /// <exception cref="RecordingFormatException">The source is of no known format, or malformed.</exception>
    /// <exception cref="IOException">A session of the same name is there, or a file cannot be read or written.</exception>
    public static ImportReport Run(string source, string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        if (!File.Exists(source) && !Directory.Exists(source))
        {
            throw new FileNotFoundException($"{source}: found nothing there; expected {Known()}.");
        }

        var format = Formats.FirstOrDefault(format => format.Matches(source))
            ?? throw new RecordingFormatException(source, null, $"{Content(source)}, of no known format", Known());
        var report = new ImportReport(source, format.Name);
        OutputFolder.Require(folder);
        foreach (var session in format.Read(source, report))
        {
            ImportedSessionWriter.Write(session, folder, report);
        }

        AtomicFile.Write(Path.Combine(folder, ImportReport.FileName), report.ToJson());
        return report;
    }

    private static string Known() => string.Join(", ", Formats.Select(format => $"{format.Description} ({format.Name})"));

    private static string Content(string source) =>
        File.Exists(source) ? "a file" : Directory.EnumerateFileSystemEntries(source).Select(Path.GetFileName)
        .Order(StringComparer.Ordinal).Take(5).ToList() is { Count: > 0 } names ? $"a folder with {string.Join(", ", names)}"
            : "an empty folder";
}
