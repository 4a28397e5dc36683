using Research.Sessions.Inputs;

namespace Research.Formats.IlBot;

/// <summary>
/// IL_bot's arrays of mouse and keyboard: padded windows of ticks that overlap, with times in milliseconds and the pointer in
/// pixels, and the state of the game after each tick.
/// </summary>
/// <param name="screen">Width and height of the screen in pixels; null: guessed from the pointer.</param>
public sealed class IlBotFormat((int Width, int Height)? screen = null) : IArrayFormat
{
    /// <summary>Files of actions with that of the states beside each, the preferred pair first.</summary>
    private static readonly (string Actions, string States)[] Pairs =
        [("action_input_sequences.npy", "gamestate_sequences.npy"),
            ("non_normalized_action_sequence.npy", "non_normalized_gamestate_sequence.npy")];

    /// <summary>A recording's arrays lie in a folder of its folder, among those of all recordings.</summary>
    private static readonly EnumerationOptions Below =
        new() { RecurseSubdirectories = true, MaxRecursionDepth = 4, IgnoreInaccessible = true };

    /// <inheritdoc/>
    public string Name => "IL_bot";

    /// <inheritdoc/>
    public string Description =>
        $"a folder with {string.Join(" or ", Pairs.Select(pair => $"{pair.Actions} and {pair.States}"))}, or with such folders";

    /// <inheritdoc/>
    public bool Matches(string source) => FilesOf(source).Any();

    /// <inheritdoc/>
    public IEnumerable<(ImportedArrayFile File, Action<string> Write)> Read(string source, ImportReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        List<(string Name, List<IlBotTicks> Sessions)> read =
            [.. FilesOf(source).Select(actions => (NameOf(source, actions), TicksOf(actions, report)))];
        var sessions = new IlBotSessions([.. read.SelectMany(file => file.Sessions)], screen, report);
        foreach (var (name, ticks) in read)
        {
            for (int number = 0; number < ticks.Count; number++)
            {
                var session = sessions.Of(number == 0 ? name : $"{name}_{number}", ticks[number]);
                yield return (ImportedArrayFile.Of(session.Name, session.Ticks * InputSession.TickSeconds,
                    ("actions", [session.ActionCount, InputAction.FeatureCount]),
                    ("states", [session.Ticks, InputSession.StateWidth])), session.Write);
            }
        }
    }

    private static List<IlBotTicks> TicksOf(string file, ImportReport report)
    {
        string folder = Path.GetDirectoryName(file)!;
        string states = Path.Combine(folder, Pairs.First(pair => pair.Actions == Path.GetFileName(file)).States);
        if (!File.Exists(states))
        {
            throw new RecordingFormatException(file, null, "actions alone", $"the states of the game beside them, in "
                + Path.GetFileName(states));
        }

        var arrays = new IlBotArrays(file, states);
        var sessions = arrays.Sessions();
        int ticks = sessions.Sum(session => session.Count);
        report.Map("overlapping windows", arrays.Windows - sessions.Count,
            "They become one list of ticks; a tick that several windows have is taken once.");
        report.Guess("sessions", sessions.Count - 1, "A window that does not go on where the one before ends begins a session.");
        report.Lose("first ticks", sessions.Count, "The state before them is unknown, so their actions are left out.");
        report.Lose("last states", sessions.Count, "No action follows them.");
        foreach (string other in Directory.EnumerateFiles(folder, "*.npy").Order(StringComparer.Ordinal)
            .Where(other => other != file && other != states))
        {
            report.Lose(Path.GetFileName(other), 1, "It is made of the same actions and states, and not read.");
        }

        return [.. sessions.Select(session => new IlBotTicks(arrays, session, report))];
    }

    /// <summary>Files of actions: the source itself, or those in it and in the folders in it, one a folder.</summary>
    private static IEnumerable<string> FilesOf(string source) => Directory.Exists(source)
        ? Directory.EnumerateFiles(source, "*.npy", Below).Where(IsActions)
            .GroupBy(Path.GetDirectoryName).OrderBy(folder => folder.Key, StringComparer.Ordinal)
            .Select(folder => folder.MinBy(file => Array.FindIndex(Pairs, pair => pair.Actions == Path.GetFileName(file)))!)
        : IsActions(source) ? [source] : [];

    private static bool IsActions(string file) => Pairs.Any(pair => pair.Actions == Path.GetFileName(file));

    /// <summary>The folder's name, behind those of the folders from the source to it.</summary>
    private static string NameOf(string source, string file)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        string below = Directory.Exists(source) ? Path.GetRelativePath(source, folder) : ".";
        return below == "." ? Path.GetFileName(folder) : below.Replace(Path.DirectorySeparatorChar, '_');
    }
}
