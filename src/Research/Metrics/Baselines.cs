namespace Research.Metrics;

/// <summary>Policies that ignore the game. A score means something only beside theirs.</summary>
public static class Baselines
{
    /// <summary>Never presses a key.</summary>
    public static LabelMatrix AlwaysOff(LabelMatrix truth) => Map(truth, (_, _) => false);

    /// <summary>Holds the named actions in every frame, and no other.</summary>
    public static LabelMatrix AlwaysHold(LabelMatrix truth, params string[] actions)
    {
        ArgumentNullException.ThrowIfNull(truth);
        int[] held = [.. actions.Select(truth.IndexOf)];
        return Map(truth, (_, action) => held.Contains(action));
    }

    /// <summary>Holds what was held in the frame before; nothing in the first.</summary>
    public static LabelMatrix RepeatPreviousFrame(LabelMatrix truth) =>
        Map(truth, (frame, action) => frame > 0 && truth[frame - 1, action]);

    /// <summary>
    /// Begins every press at the right frame and holds it for the usual time: what is left to win for a policy that knows when,
    /// but not for how long.
    /// </summary>
    /// <param name="truth">What was pressed.</param>
    /// <param name="holdFrames">Frames that each action is held for, such as the median of the training session's presses; 0:
    /// never.</param>
    /// <exception cref="ArgumentException">There is not one length for each action.</exception>
    public static LabelMatrix PerfectOnsets(LabelMatrix truth, IReadOnlyList<int> holdFrames)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(holdFrames);
        if (holdFrames.Count != truth.Names.Count)
        {
            throw new ArgumentException($"{truth.Names.Count} actions need as many lengths; found {holdFrames.Count}.",
                nameof(holdFrames));
        }

        bool[] held = new bool[truth.Count * holdFrames.Count];
        for (int action = 0; action < holdFrames.Count; action++)
        {
            foreach (int frame in truth.Runs(action).SelectMany(press => Enumerable.Range(press.First, holdFrames[action]))
                .Where(frame => frame < truth.Count))
            {
                held[frame * holdFrames.Count + action] = true;
            }
        }

        return new LabelMatrix(truth.Names, held);
    }

    /// <summary>Draws every action of every frame on its own, as often as it is held in <paramref name="frames"/>.</summary>
    public static LabelMatrix Prevalence(LabelMatrix truth, IEnumerable<int> frames, int seed)
    {
        ArgumentNullException.ThrowIfNull(truth);
        int[] rows = [.. frames];
        double[] share = [.. truth.CountTrue(rows).Select(count => (double)count / Math.Max(1, rows.Length))];
        var random = new Random(seed);
        return Map(truth, (_, action) => random.NextDouble() < share[action]);
    }

    /// <summary>The labels, or predictions, of <paramref name="frames"/> in another order: right totals, wrong times.</summary>
    public static LabelMatrix Shuffled(LabelMatrix truth, IEnumerable<int> frames, int seed)
    {
        ArgumentNullException.ThrowIfNull(truth);
        int[] rows = [.. frames];
        int[] shuffled = [.. rows];
        new Random(seed).Shuffle(shuffled);
        int[] source = [.. Enumerable.Range(0, truth.Count)];
        for (int i = 0; i < rows.Length; i++)
        {
            source[rows[i]] = shuffled[i];
        }

        return truth.Select(source);
    }

    /// <summary>Asks row by row, and in a row column by column.</summary>
    private static LabelMatrix Map(LabelMatrix truth, Func<int, int, bool> held)
    {
        ArgumentNullException.ThrowIfNull(truth);
        return new LabelMatrix(truth.Names,
            Enumerable.Range(0, truth.Count).SelectMany(frame => truth.Names.Select((_, action) => held(frame, action))));
    }
}
