namespace Research.Experiments.DodgeTiming;

/// <summary>A window of consecutive frames, by its last.</summary>
/// <param name="Episode">Index of the episode among <see cref="DodgeEpisodes.Items"/>.</param>
/// <param name="EndFrame">The last frame.</param>
/// <param name="IsDodge">Whether a dodge begins at that frame; else none is near.</param>
public readonly record struct DodgeWindow(int Episode, int EndFrame, bool IsDodge);

/// <summary>What is kept apart for validation.</summary>
public enum DodgeSplit
{
    /// <summary>Whole episodes: a window that is scored comes from a fight that was never trained on.</summary>
    Episodes,

    /// <summary>Single windows, as in the document: neighbours of a window that is scored may have been trained on.</summary>
    Samples,
}

/// <summary>Which windows there are; the document's choices but for the split.</summary>
public sealed record DodgeSampling
{
    /// <summary>Frames in a window.</summary>
    public int WindowFrames { get; init; } = 16;

    /// <summary>
    /// A window without a dodge ends at least this many frames after the last frame of a dodge and before the first of the next.
    /// </summary>
    public int NegativeBuffer { get; init; } = 20;

    /// <summary>What is kept apart.</summary>
    public DodgeSplit Split { get; init; } = DodgeSplit.Episodes;

    /// <summary>Share of the windows, or of the episodes, to learn from.</summary>
    public double TrainShare { get; init; } = 0.8;

    /// <summary>Seed of the draw and of the split.</summary>
    public int Seed { get; init; } = 42;
}
