using Research.Sessions.Inputs;
using Research.Simulation;
using Research.Simulation.Clicks;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// The sessions that stand in where a researcher has none of her own: kept in <c>datasets/.cache</c>, made on first use.
/// </summary>
public static class DefaultClicks
{
    /// <summary>One's own sessions, or the default ones.</summary>
    /// <param name="data">A folder of sessions; empty for the default ones.</param>
    /// <param name="sessions">How many of the default ones.</param>
    /// <param name="ticks">Length of a default one.</param>
    /// <param name="seed">Seed of the default ones.</param>
    /// <param name="progress">Told of sessions while they are made.</param>
    /// <param name="cancellation">Stops it; whole sessions are kept.</param>
    /// <exception cref="InvalidDataException">A session breaks a rule of the format.</exception>
    public static IReadOnlyList<InputSession> Open(
        string data, int sessions, int ticks = ClickSession.DefaultTicks, int seed = 1, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        if (!string.IsNullOrEmpty(data))
        {
            return InputSession.ReadAll(data);
        }

        string folder = GeneratedFolder.InCache($"clicks-v1-seed-{seed}-ticks-{ticks}");
        ClickDataset.Write(folder, sessions, seed, ticks, progress, cancellation);
        return InputSession.ReadAll(folder, first: sessions);
    }
}
