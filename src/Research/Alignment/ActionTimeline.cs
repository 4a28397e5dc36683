using Research.Metrics;

namespace Research.Alignment;

/// <summary>Which actions are held at each frame of a session: its labels. Row i of <see cref="Labels"/> is frame i.</summary>
public sealed class ActionTimeline
{
    /// <summary>A timeline from its labels.</summary>
    /// <param name="actions">The actions, in the order of the columns.</param>
    /// <param name="labels">[N, A]: a row for each frame.</param>
    /// <param name="warnings">What was resolved by a rule on the way here.</param>
    /// <exception cref="ArgumentException">The columns are not the actions.</exception>
    public ActionTimeline(ActionSet actions, LabelMatrix labels, IEnumerable<LogWarning>? warnings = null)
    {
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(labels);
        if (!labels.Names.SequenceEqual(actions.Names))
        {
            throw new ArgumentException(
                $"Found columns named {string.Join(", ", labels.Names)}; expected the actions {string.Join(", ", actions.Names)}.",
                nameof(labels));
        }

        (Actions, Labels, Warnings) = (actions, labels, [.. warnings ?? []]);
    }

    /// <summary>A timeline of at most 32 actions from bits: bit a of <paramref name="held"/>[i] says that action a is held at
    /// frame i.</summary>
    public ActionTimeline(ActionSet actions, IEnumerable<uint> held)
        : this(actions, LabelMatrix.OfBits(actions.Names, held))
    {
    }

    /// <summary>The actions, in the order of the columns.</summary>
    public ActionSet Actions { get; }

    /// <summary>The labels: a row for each frame, a column for each action.</summary>
    public LabelMatrix Labels { get; }

    /// <summary>Number of frames.</summary>
    public int FrameCount => Labels.Count;

    /// <summary>
    /// Keys without an action, releases without a press, keys still down at the end, events past the last frame.
    /// </summary>
    public IReadOnlyList<LogWarning> Warnings { get; }

    /// <summary>
    /// Frames of which it is not known what is held: those that a model gives no prediction. Nothing is held there.
    /// </summary>
    public IReadOnlySet<int> Unknown { get; init; } = new HashSet<int>();

    /// <summary>
    /// How often each action was pressed according to the log. <see cref="Presses"/> may find fewer: a press that falls between
    /// two frames is in none, and two with less than a frame between them are one. Empty for a timeline that was not replayed
    /// from a log.
    /// </summary>
    public IReadOnlyList<int> LoggedPresses { get; private init; } = [];

    /// <summary>Whether an action is held at a frame.</summary>
    public bool this[int frame, int action] => Labels[frame, action];

    /// <summary>
    /// Replays the key events onto the frames in one pass: the state at frame time t is the one after every event with time ≤ t.
    /// A <c>keydown</c> of a key that is down already (auto-repeat) changes nothing.
    /// </summary>
    /// <exception cref="LogFormatException">Events and frames do not overlap in time.</exception>
    public static ActionTimeline Replay(EventLog log, FrameClock frames, ActionSet actions)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(actions);
        RequireOverlap(log, frames);

        var replay = new EventReplay(log, actions);
        double[] times = frames.TimeArray;
        bool[] held = new bool[times.Length * actions.Count];
        for (int i = 0; i < times.Length; i++)
        {
            replay.AdvanceTo(times[i]).CopyTo(held.AsSpan(i * actions.Count));
        }

        var warnings = replay.Finish(frames).ToList();
        return new ActionTimeline(actions, new LabelMatrix(actions.Names, held), warnings) { LoggedPresses = replay.Presses };
    }

    /// <summary>In how many of the given frames each action is held.</summary>
    public int[] CountHeld(IEnumerable<int> frames) => Labels.CountTrue(frames);

    /// <summary>Presses of an action: each maximal run of frames in which it is held.</summary>
    public IEnumerable<FrameRange> Presses(int action) => Labels.Runs(action).Select(run => new FrameRange(run.First, run.Count));

    private static void RequireOverlap(EventLog log, FrameClock frames)
    {
        (double Time, int Line)[] all = log.Events.Count > 0
            ? [(log.Events[0].Time, log.Events[0].Line), (log.Events[^1].Time, log.Events[^1].Line)]
            : [.. log.Markers.Select(m => (m.Time, m.Line))];
        if (all.Length == 0)
        {
            return;
        }

        var (first, last) = (all[0], all[^1]);
        var (start, end) = (frames.Times[0], frames.Times[^1]);
        if (last.Time < start || first.Time > end)
        {
            throw new LogFormatException(log.File, first.Line, $"events from {first.Time:0.###} to {last.Time:0.###} s",
                $"some between the first and the last frame of {frames.File} ({start:0.###} to {end:0.###} s)");
        }
    }
}
