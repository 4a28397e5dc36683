using Research.Alignment;

namespace Research.Metrics;

/// <summary>Policies that know nothing of the game. A score means something only beside theirs.</summary>
public static class Baselines
{
    /// <summary>Never presses a key.</summary>
    public static ActionTimeline AlwaysOff(ActionTimeline truth) => Map(truth, _ => 0u);

    /// <summary>Holds the named actions in every frame, and no other.</summary>
    public static ActionTimeline AlwaysHold(ActionTimeline truth, params string[] actions)
    {
        ArgumentNullException.ThrowIfNull(truth);
        uint held = actions.Aggregate(0u, (bits, name) => bits | 1u << truth.Actions.IndexOf(name));
        return Map(truth, _ => held);
    }

    /// <summary>Holds what was held in the frame before; nothing in the first.</summary>
    public static ActionTimeline RepeatPreviousFrame(ActionTimeline truth) =>
        Map(truth, frame => frame == 0 ? 0 : truth[frame - 1]);

    /// <summary>
    /// Begins every press at the right frame and holds it for the usual time: what is left to win for a policy that knows when,
    /// but not for how long.
    /// </summary>
    /// <param name="truth">What was pressed.</param>
    /// <param name="holdFrames">Frames that each action is held for, such as the median of the training session's presses; 0:
    /// never.</param>
    /// <exception cref="ArgumentException">There is not one length for each action.</exception>
    public static ActionTimeline PerfectOnsets(ActionTimeline truth, IReadOnlyList<int> holdFrames)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(holdFrames);
        if (holdFrames.Count != truth.Actions.Count)
        {
            throw new ArgumentException($"{truth.Actions.Count} actions need as many lengths; found {holdFrames.Count}.",
                nameof(holdFrames));
        }

        uint[] held = new uint[truth.FrameCount];
        for (int action = 0; action < holdFrames.Count; action++)
        {
            foreach (int frame in truth.Presses(action).SelectMany(press => Enumerable.Range(press.First, holdFrames[action]))
                .Where(frame => frame < held.Length))
            {
                held[frame] |= 1u << action;
            }
        }

        return new ActionTimeline(truth.Actions, held);
    }

    /// <summary>Draws every action of every frame on its own, as often as it is held in <paramref name="frames"/>.</summary>
    public static ActionTimeline Prevalence(ActionTimeline truth, IEnumerable<int> frames, int seed)
    {
        ArgumentNullException.ThrowIfNull(truth);
        int[] rows = [.. frames];
        double[] share = [.. truth.CountHeld(rows).Select(count => (double)count / Math.Max(1, rows.Length))];
        var random = new Random(seed);
        return Map(truth, _ => share.Select((p, a) => random.NextDouble() < p ? 1u << a : 0).Aggregate(0u, (x, y) => x | y));
    }

    /// <summary>The labels, or predictions, of <paramref name="frames"/> in another order: right totals, wrong times.</summary>
    public static ActionTimeline Shuffled(ActionTimeline truth, IEnumerable<int> frames, int seed)
    {
        ArgumentNullException.ThrowIfNull(truth);
        int[] rows = [.. frames];
        int[] shuffled = [.. rows];
        new Random(seed).Shuffle(shuffled);
        uint[] held = [.. Enumerable.Range(0, truth.FrameCount).Select(frame => truth[frame])];
        for (int i = 0; i < rows.Length; i++)
        {
            held[rows[i]] = truth[shuffled[i]];
        }

        return new ActionTimeline(truth.Actions, held);
    }

    private static ActionTimeline Map(ActionTimeline truth, Func<int, uint> held)
    {
        ArgumentNullException.ThrowIfNull(truth);
        return new ActionTimeline(truth.Actions, Enumerable.Range(0, truth.FrameCount).Select(held));
    }
}
