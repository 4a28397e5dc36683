using Research.Alignment;
using Research.Formats.CrowdCast;
using Research.Formats.LeRobot;
using Research.Formats.Owa;
using Research.Formats.OwlControl;
using Research.Formats.Vpt;
using Research.Sessions;

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
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var session in format.Read(source, report))
        {
            ImportedSessionWriter.Write(session, folder, report);
            used.UnionWith(KeysOf(session));
        }

        string game = Path.Combine(folder, GameDefinition.FileName);
        if (used.Count > 0 && !File.Exists(game))
        {
            new GameDefinition(new ActionSet([.. used.Select(key => (key, key))])).Write(game);
            report.Guess("actions", used.Count,
                $"Each key and mouse button is an action of its own in {GameDefinition.FileName}, which can be edited.");
        }

        AtomicFile.Write(Path.Combine(folder, ImportReport.FileName), report.ToJson());
        return report;
    }

    /// <summary>Keys and mouse buttons that go down, and turns of the wheel, as action sets name them.</summary>
    private static IEnumerable<string> KeysOf(ImportedSession session) =>
    [
        .. session.Keys.Where(key => key.IsDown).Select(key => key.Key.Length == 1 ? key.Key.ToLowerInvariant() : key.Key),
        .. session.Mouse.Where(input => input.Action != MouseAction.Up).Select(MouseKeys.NameOf).OfType<string>(),
    ];

    private static string Known() => string.Join(", ", Formats.Select(format => $"{format.Description} ({format.Name})"));

    private static string Content(string source) =>
        File.Exists(source) ? "a file" : Directory.EnumerateFileSystemEntries(source).Select(Path.GetFileName)
        .Order(StringComparer.Ordinal).Take(5).ToList() is { Count: > 0 } names ? $"a folder with {string.Join(", ", names)}"
            : "an empty folder";
}
