using Research.Alignment;

namespace Research.Sessions;

/// <summary>The two logs of a recorded session, aligned: what was pressed at every frame, and when the fights were.</summary>
public sealed class SessionLogs
{
    private readonly (string File, IReadOnlyList<MouseInput> Inputs)? _mouse;

    private SessionLogs(
        string name, GameDefinition game, EventLog events, FrameClock frames,
        (string File, IReadOnlyList<MouseInput> Inputs)? mouse)
    {
        _mouse = mouse;
        Name = name;
        Game = game;
        Events = events;
        Frames = frames;
        Timeline = ActionTimeline.Replay(events, frames, game.Actions);
        Fights = game.Segment == SegmentKind.Session ? FightIntervals.Session(frames) : FightIntervals.Find(events, frames);
        Motion = game.UsesMotion && mouse is var (file, inputs) ? MotionTimeline.Of(inputs, frames, file) : null;
    }

    /// <summary>Name of the session: its files are <c>name_events.jsonl</c> and <c>name_frames.jsonl</c>.</summary>
    public string Name { get; }

    /// <summary>What its actions are, which of them are scored, and what its segments are.</summary>
    public GameDefinition Game { get; }

    /// <summary>Key presses, mouse buttons where an action has one, and markers.</summary>
    public EventLog Events { get; }

    /// <summary>Frame times.</summary>
    public FrameClock Frames { get; }

    /// <summary>Labels of every frame.</summary>
    public ActionTimeline Timeline { get; }

    /// <summary>
    /// The mouse's motion at every frame: [N, 2]; null where the game's definition does not ask for it, or where the session has
    /// no mouse log.
    /// </summary>
    public MotionTimeline? Motion { get; }

    /// <summary>Fights.</summary>
    public FightIntervals Fights { get; }

    /// <summary>Everything that was resolved by a rule while reading and aligning.</summary>
    public IEnumerable<LogWarning> Warnings => [.. Events.Warnings, .. Frames.Warnings, .. Timeline.Warnings, .. Fights.Warnings];

    /// <summary>Reads and aligns a session.</summary>
    /// <param name="folder">The folder of the session's files.</param>
    /// <param name="name">The session, such as <c>Train</c>.</param>
    /// <param name="actions">Actions and their keys; by default those of the folder's <c>actions.json</c>, or Cuphead's.</param>
    /// <param name="malformed">What to do with a line of the event log that is no event.</param>
    /// <exception cref="LogFormatException">A file is absent, empty or malformed, or the two do not fit each other.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, or no session of that name in it.</exception>
    public static SessionLogs Open(
        string folder, string name, ActionSet? actions = null, MalformedLines malformed = MalformedLines.Refuse)
    {
        RequireSession(folder, name);
        string eventFile = Path.Combine(folder, name + "_events.jsonl"), frameFile = Path.Combine(folder, name + "_frames.jsonl");
        var frames = Task.Run(() => FrameClock.Read(frameFile));
        var events = EventLog.Read(eventFile, malformed);
        var clock = frames.GetAwaiter().GetResult();
        var game = actions is null ? GameDefinition.Of(folder) : GameDefinition.Of(actions);
        string mouseFile = Path.Combine(folder, name + MouseLog.Ending);
        var mouse = game.Actions.UsesMouse || game.UsesMotion ? MouseLog.Read(mouseFile) : [];
        return new SessionLogs(name, game, game.Actions.UsesMouse ? MouseKeys.In(events, mouse, clock) : events, clock,
            File.Exists(mouseFile) ? (mouseFile, mouse) : null);
    }

    /// <summary>Sees that a frame of the session is in a fight.</summary>
    /// <exception cref="InvalidDataException">None is; the message names the event log.</exception>
    public void RequireFights()
    {
        if (Fights.FrameCount == 0)
        {
            throw new InvalidDataException(
                $"{Events.File}: found {(Fights.Ranges.Count == 0 ? "no fight" : "fights without a frame")}; "
                + "expected one at least, from a fight_start to a fight_end: policies learn from, and are scored on, the frames "
                + "of fights.");
        }
    }

    /// <summary>Counts, with windows as the report lays them unless others are given.</summary>
    public ClassBalance Balance(SlidingWindows? windows = null) =>
        ClassBalance.Of(Timeline, Fights, windows ?? SlidingWindows.Over(Fights, length: 10, crossFights: true));

    /// <summary>The same session, aligned over its first frames only.</summary>
    internal SessionLogs Trim(int frames) => new(Name, Game, Events, Frames.First(frames), _mouse);

    internal static void RequireSession(string folder, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
        {
            throw new ArgumentException($"found the session name '{name}'; expected one of files in {folder}, without a slash.");
        }

        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"{folder}: found no such folder; expected one with {name}_events.jsonl and {name}_frames.jsonl.");
        }

        string[] suffixes = ["_events.jsonl", "_frames.jsonl"];
        if (suffixes.Any(suffix => File.Exists(Path.Combine(folder, name + suffix))))
        {
            return;
        }

        var sessions = Directory.EnumerateFiles(folder, "*_events.jsonl")
            .Select(f => Path.GetFileName(f)[..^"_events.jsonl".Length]).Order();
        throw new DirectoryNotFoundException(
            $"{folder}: found no session '{name}' "
            + $"({(sessions.Any() ? "there is " + string.Join(", ", sessions) : "there is none at all")}); "
            + $"expected {name}_events.jsonl and {name}_frames.jsonl.");
    }
}
