using Research.Alignment;
using Research.Formats.ControlRecorder;
using Research.Formats.CrowdCast;
using Research.Formats.IlBot;
using Research.Formats.LeRobot;
using Research.Formats.Owa;
using Research.Formats.OwlControl;
using Research.Formats.Vpt;
using Research.Sessions;

namespace Research.Formats;

/// <summary>Makes the kit's sessions of recordings and arrays of other programs.</summary>
public static class RecordingImport
{
    /// <summary>The formats, in the order in which they are tried.</summary>
    public static IReadOnlyList<IRecordingFormat> Formats { get; } =
        [new LeRobotFormat(), new OwaFormat(), new OwlControlFormat(), new CrowdCastFormat(), new VptFormat()];

    /// <summary>The formats of arrays, which are tried after <see cref="Formats"/>.</summary>
    public static IReadOnlyList<IArrayFormat> ArrayFormats { get; } = ArrayFormatsFor(null);

    /// <summary>What each of the formats is, with its name in brackets.</summary>
    public static IEnumerable<string> Known =>
    [
        .. Formats.Select(format => $"{format.Description} ({format.Name})"),
        .. ArrayFormats.Select(format => $"{format.Description} ({format.Name})"),
    ];

    /// <summary>Finds out what the source is, and imports it.</summary>
    /// <param name="source">A file or folder.</param>
    /// <param name="folder">Where the sessions and <c>import-report.json</c> go; made where it is absent.</param>
    /// <param name="screen">Width and height in pixels of the screen that places in arrays of IL_bot refer to; null: guessed.
    /// </param>
    /// <exception cref="RecordingFormatException">The source is of no known format, or malformed.</exception>
    /// <exception cref="InvalidDataException">An array is damaged, or a value in it is out of its range.</exception>
    /// <exception cref="ArgumentException">A screen is given, and the source is not of IL_bot.</exception>
    /// <exception cref="IOException">A session of the same name is there, or a file cannot be read or written.</exception>
    public static ImportReport Run(string source, string folder, (int Width, int Height)? screen = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        if (!File.Exists(source) && !Directory.Exists(source))
        {
            throw new FileNotFoundException($"{source}: found nothing there; expected {string.Join(", ", Known)}.");
        }

        var format = Formats.FirstOrDefault(format => format.Matches(source));
        var arrays = format is null ? ArrayFormatsFor(screen).FirstOrDefault(format => format.Matches(source)) : null;
        string name = format?.Name ?? arrays?.Name
            ?? throw new RecordingFormatException(source, null, $"{Content(source)}, of no known format", string.Join(", ", Known));
        if (screen is not null && arrays is not IlBotFormat)
        {
            throw new ArgumentException($"{source}: found {name} and the size of a screen; expected no size, which only arrays of "
                + "IL_bot need.");
        }

        var report = new ImportReport(source, name);
        OutputFolder.Require(folder);
        if (format is not null)
        {
            WriteSessions(format, folder, report);
        }
        else
        {
            WriteArrays(arrays!, folder, report);
        }

        AtomicFile.Write(Path.Combine(folder, ImportReport.FileName), report.ToJson());
        return report;
    }

    private static IReadOnlyList<IArrayFormat> ArrayFormatsFor((int Width, int Height)? screen) =>
        [new IlBotFormat(screen), new ControlRecorderFormat()];

    private static void WriteSessions(IRecordingFormat format, string folder, ImportReport report)
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var session in format.Read(report.Source, report))
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
    }

    private static void WriteArrays(IArrayFormat format, string folder, ImportReport report)
    {
        foreach (var (file, write) in format.Read(report.Source, report))
        {
            string path = Path.Combine(folder, file.Name);
            if (File.Exists(path))
            {
                throw new IOException($"{folder}: found a file {file.Name}; expected another folder, for an import never replaces "
                    + "one.");
            }

            write(path);
            report.Add(file);
        }
    }

    /// <summary>Keys and mouse buttons that go down, and turns of the wheel, as action sets name them.</summary>
    private static IEnumerable<string> KeysOf(ImportedSession session) =>
    [
        .. session.Keys.Where(key => key.IsDown).Select(key => key.Key.Length == 1 ? key.Key.ToLowerInvariant() : key.Key),
        .. session.Mouse.Where(input => input.Action != MouseAction.Up).Select(MouseKeys.NameOf).OfType<string>(),
    ];

    private static string Content(string source) =>
        File.Exists(source) ? "a file" : Directory.EnumerateFileSystemEntries(source).Select(Path.GetFileName)
        .Order(StringComparer.Ordinal).Take(5).ToList() is { Count: > 0 } names ? $"a folder with {string.Join(", ", names)}"
            : "an empty folder";
}
