using Research.Alignment;
using Research.Capture;
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

    /// <summary>
    /// Finds out what the source is, and imports it: all of it, or nothing where an import fails, is stopped or killed.
    /// </summary>
    /// <param name="source">A file or folder.</param>
    /// <param name="folder">Where the sessions and <c>import-report.json</c> go; made where it is absent. A second import writes
    /// <c>import-report-2.json</c>.
    /// </param>
    /// <param name="screen">Width and height in pixels of the screen that places in arrays of IL_bot refer to; null: guessed.
    /// </param>
    /// <param name="cancellation">Stops between two sessions, or FFmpeg.</param>
    /// <exception cref="RecordingFormatException">The source is of no known format, or malformed.</exception>
    /// <exception cref="InvalidDataException">An array is damaged, or a value in it is out of its range.</exception>
    /// <exception cref="ArgumentException">A screen is given, and the source is not of IL_bot.</exception>
    /// <exception cref="IOException">A session of the same name is there, or a file cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImportReport Run(
        string source, string folder, (int Width, int Height)? screen = null, CancellationToken cancellation = default)
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
        using var staged = StagedFolder.Claim(folder);
        if (format is not null)
        {
            WriteSessions(format, staged, report, cancellation);
        }
        else
        {
            WriteArrays(arrays!, staged, report, cancellation);
        }

        report.Write(folder);
        staged.Accept();
        return report;
    }

    private static IReadOnlyList<IArrayFormat> ArrayFormatsFor((int Width, int Height)? screen) =>
        [new IlBotFormat(screen), new ControlRecorderFormat()];

    private static void WriteSessions(
        IRecordingFormat format, StagedFolder to, ImportReport report, CancellationToken cancellation)
    {
        string game = Path.Combine(to.Target, GameDefinition.FileName);
        var there = File.Exists(game) ? GameDefinition.Read(game).Actions : null;
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var session in format.Read(report.Source, report))
        {
            cancellation.ThrowIfCancellationRequested();
            new SessionFiles(to.Target, session.Name).RequireAbsent(ImportedSessionWriter.NoOther);
            ImportedSessionWriter.Write(session, to.Staged, report, cancellation);
            used.UnionWith(KeysOf(session));
        }

        if (there is not null)
        {
            string[] unbound = [.. used.Where(key => there.OfKey(key) < 0)];
            report.Lose("keys without an action", unbound.Length,
                $"{GameDefinition.FileName} was there and binds none of {string.Join(", ", unbound)}; they are in the logs, and "
                + "can be bound by hand.");
        }
        else if (used.Count > 0)
        {
            // before the sessions, which without it would be Cuphead's
            new GameDefinition(new ActionSet([.. used.Select(key => (key, key))])).Write(game);
            report.Guess("actions", used.Count,
                $"Each key and mouse button is an action of its own in {GameDefinition.FileName}, which can be edited.");
        }
    }

    private static void WriteArrays(
        IArrayFormat format, StagedFolder to, ImportReport report, CancellationToken cancellation)
    {
        foreach (var (file, write) in format.Read(report.Source, report))
        {
            cancellation.ThrowIfCancellationRequested();
            if (File.Exists(Path.Combine(to.Staged, file.Name)))
            {
                throw new IOException($"{report.Source}: found two recordings that become {file.Name}; expected folders whose "
                    + "names differ.");
            }

            if (File.Exists(Path.Combine(to.Target, file.Name)))
            {
                throw new IOException($"{to.Target}: found a file {file.Name}; expected another folder, for an import never "
                    + "replaces one.");
            }

            write(Path.Combine(to.Staged, file.Name));
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
