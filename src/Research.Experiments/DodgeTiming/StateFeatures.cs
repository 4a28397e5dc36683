using Research.Classical;

namespace Research.Experiments.DodgeTiming;

/// <summary>
/// What the game knew during a window, as numbers for a network. A column of few whole numbers, such as an animation's, names
/// kinds and becomes a 0 or 1 for each; any other is a quantity and gets mean 0 and deviation 1. Both are settled on the windows
/// to learn from.
/// </summary>
public sealed class StateFeatures
{
    /// <summary>Whole numbers that a column has at most to be taken for kinds.</summary>
    private const int MostKinds = 16;

    private readonly DodgeEpisodes _episodes;
    private readonly int _frames;
    private readonly (float[]? Kinds, float Mean, float Deviation)[] _columns;

    /// <summary>Settles how columns are read.</summary>
    /// <param name="episodes">Where the windows are.</param>
    /// <param name="train">The windows to learn from.</param>
    /// <param name="frames">Frames in a window.</param>
    public StateFeatures(DodgeEpisodes episodes, IReadOnlyList<DodgeWindow> train, int frames)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        ArgumentNullException.ThrowIfNull(train);
        (_episodes, _frames) = (episodes, frames);
        _columns = [.. Enumerable.Range(0, episodes.StateNames.Count)
            .Select(column => Settle([.. train.SelectMany(w => Values(w, column, 0))]))];
        Count = frames * _columns.Sum(c => c.Kinds?.Length ?? 1);
    }

    /// <summary>Numbers of a window.</summary>
    public int Count { get; }

    /// <summary>The numbers of a window: column by column, frame by frame.</summary>
    /// <param name="window">The window.</param>
    /// <param name="framesBefore">How many frames earlier it ends.</param>
    public IEnumerable<float> Of(DodgeWindow window, int framesBefore = 0) => _columns.SelectMany((settled, column) =>
        Values(window, column, framesBefore).SelectMany<float, float>(value => settled.Kinds is { } kinds
            ? kinds.Select(kind => kind == value ? 1f : 0f)
            : [(value - settled.Mean) / settled.Deviation]));

    /// <summary>The numbers of windows as a table; a group is an episode.</summary>
    /// <param name="windows">The windows, one at least.</param>
    /// <param name="framesBefore">How many frames earlier they end.</param>
    public FeatureTable Table(IReadOnlyList<DodgeWindow> windows, int framesBefore = 0) =>
        new(windows.SelectMany(window => Of(window, framesBefore)), windows.Select(window => window.Episode));

    private static (float[]? Kinds, float Mean, float Deviation) Settle(float[] values)
    {
        float[] distinct = [.. values.Distinct().Order()];
        if (distinct.Length <= MostKinds && distinct.All(float.IsInteger))
        {
            return (distinct, 0, 1);
        }

        double mean = values.Average(v => (double)v), deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        return (null, (float)mean, deviation < 1e-6 ? 1 : (float)deviation);
    }

    private IEnumerable<float> Values(DodgeWindow window, int column, int framesBefore)
    {
        var episode = _episodes.Items[window.Episode];
        int end = window.EndFrame - framesBefore;
        return Enumerable.Range(end - _frames + 1, _frames)
            .Select(frame => episode.State.Span[frame * _episodes.StateNames.Count + column]);
    }
}
