using Research.Simulation;
using Research.Simulation.Control;

namespace Research.Experiments.ControlTransformer;

/// <summary>
/// The recordings that stand in where a researcher has none of her own: kept in <c>datasets/.cache</c>, made on first use.
/// </summary>
public static class DefaultControls
{
    /// <summary>One's own recordings, or the default ones.</summary>
    /// <param name="data">A folder with recordings; empty for the default ones.</param>
    /// <param name="recordings">How many of the default ones; more that an earlier call made are not read.</param>
    /// <param name="seed">Seed of the default ones.</param>
    /// <param name="progress">Told of the recordings while they are made.</param>
    /// <param name="cancellation">Stops that; whole recordings are kept.</param>
    /// <exception cref="InvalidDataException">A recording cannot be read.</exception>
    public static ControlDataset Open(
        string data, int recordings, int seed = 1, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        if (!string.IsNullOrEmpty(data))
        {
            return ControlDataset.Open(data);
        }

        string folder = GeneratedFolder.InCache($"controls-v1-seed-{seed}");
        ControlFolder.Write(folder, recordings, seed, progress, cancellation);
        return ControlDataset.Open(folder, recordings);
    }
}
