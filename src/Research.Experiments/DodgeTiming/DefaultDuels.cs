using OpenCvSharp;
using Research.Simulation;
using Research.Simulation.Duel;
using Research.Training;

namespace Research.Experiments.DodgeTiming;

/// <summary>
/// The duels that stand in where a researcher has no episodes of her own: kept in <c>datasets/.cache</c>, made on first use.
/// </summary>
public static class DefaultDuels
{
    /// <summary>The store of the default duels.</summary>
    /// <param name="episodes">How many; what an earlier call made is taken as it is.</param>
    /// <param name="seed">Seed of all episodes.</param>
    /// <param name="size">Of the frames; by default the document's.</param>
    /// <param name="context">Reports the frames while the store is filled, and stops the fill; complete episodes are
    /// kept.</param>
    public static string Store(int episodes, int seed = 1, Size? size = null, RunContext? context = null)
    {
        context ??= RunContext.Default;
        var own = size ?? DuelPainter.FullSize;
        string store = GeneratedFolder.InCache($"duel-v1-seed-{seed}-{own.Width}x{own.Height}.zarr");
        DuelDataset.Write(store, episodes, seed, own, context.Progress, context.Cancellation);
        return store;
    }

    /// <summary>One's own episodes, or the default duels.</summary>
    /// <param name="data">A zarr store; empty for the default duels.</param>
    /// <param name="episodes">How many of the default duels.</param>
    /// <param name="seed">Seed of the default duels.</param>
    /// <param name="context">Reports the frames while the store is filled, and stops the fill.</param>
    /// <exception cref="InvalidDataException">The store is no dataset of episodes.</exception>
    public static DodgeEpisodes Open(string data, int episodes, int seed = 1, RunContext? context = null) =>
        string.IsNullOrEmpty(data)
            ? DodgeEpisodes.Open(Store(episodes, seed, context: context), first: episodes)
            : DodgeEpisodes.Open(data);
}
