using System.Numerics;

namespace Research.Alignment;

/// <summary>Which actions are held at each frame: the multi-hot labels of a session, one bit an action.</summary>
public sealed class ActionTimeline
{
    private readonly uint[] _held;

    /// <summary>A timeline from its bits: bit a of <paramref name="held"/>[i] says that action a is held at frame i.</summary>
    public ActionTimeline(ActionSet actions, IEnumerable<uint> held, IEnumerable<LogWarning>? warnings = null)
    {
        ArgumentNullException.ThrowIfNull(actions);
        Actions = actions;
        _held = [.. held];
        Warnings = [.. warnings ?? []];
    }

    /// <summary>The actions, in the order of the columns.</summary>
    public ActionSet Actions { get; }

    /// <summary>Number of frames.</summary>
    public int FrameCount => _held.Length;

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
    public bool this[int frame, int action] => (_held[frame] >> action & 1) != 0;

    /// <summary>All actions held at a frame, bit a for action a.</summary>
    public uint this[int frame] => _held[frame];

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
        uint[] held = new uint[times.Length];
        for (int i = 0; i < times.Length; i++)
        {
            held[i] = replay.AdvanceTo(times[i]);
        }

        var warnings = replay.Finish(frames).ToList();
        return new ActionTimeline(actions, held, warnings) { LoggedPresses = replay.Presses };
    }

    /// <summary>In how many of the given frames (by default all) each action is held.</summary>
    public int[] CountHeld(IEnumerable<int>? frames = null)
    {
        int[] counts = new int[Actions.Count];
        foreach (int frame in frames ?? Enumerable.Range(0, FrameCount))
        {
            for (uint bits = _held[frame]; bits != 0; bits &= bits - 1)
            {
                counts[BitOperations.TrailingZeroCount(bits)]++;
            }
        }

        return counts;
    }

    /// <summary>[A, A]: in how many frames two actions are held at once; on the diagonal those of one action.</summary>
    public int[,] CountHeldTogether()
    {
        int[,] counts = new int[Actions.Count, Actions.Count];
        foreach (uint held in _held)
        {
            for (uint first = held; first != 0; first &= first - 1)
            {
                for (uint second = held; second != 0; second &= second - 1)
                {
                    counts[BitOperations.TrailingZeroCount(first), BitOperations.TrailingZeroCount(second)]++;
                }
            }
        }

        return counts;
    }

    /// <summary>Presses of an action: each maximal run of frames in which it is held.</summary>
    public IEnumerable<FrameRange> Presses(int action)
    {
        for (int i = 0; i < FrameCount; i++)
        {
            if (!this[i, action])
            {
                continue;
            }

            int first = i;
            while (i < FrameCount && this[i, action])
            {
                i++;
            }

            yield return new FrameRange(first, i - first);
        }
    }

    /// <summary>Labels of the given frames (by default all), row-major [N, A], 1 where held.</summary>
    public float[] ToMultiHot(IEnumerable<int>? frames = null)
    {
        int[] rows = [.. frames ?? Enumerable.Range(0, FrameCount)];
        float[] labels = new float[rows.Length * Actions.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int a = 0; a < Actions.Count; a++)
            {
                labels[i * Actions.Count + a] = this[rows[i], a] ? 1 : 0;
            }
        }

        return labels;
    }

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
