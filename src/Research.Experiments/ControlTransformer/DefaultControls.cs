using Research.Simulation;
using Research.Simulation.Control;
using Research.Training;

namespace Research.Experiments.ControlTransformer;

/// <summary>
/// Simulated recordings for a researcher who has none yet: made on first use and kept in <c>datasets/.cache</c>.
/// </summary>
public static class DefaultControls
{
    /// <summary>One's own recordings, or the default ones.</summary>
    /// <param name="data">A folder with recordings; empty for the default ones.</param>
    /// <param name="recordings">How many of the default ones; more that an earlier call made are not read.</param>
    /// <param name="seed">Seed of the default ones.</param>
    /// <param name="context">Its progress counts the recordings that are made; completed ones are kept if it stops. Null:
    /// <see cref="RunContext.Default"/>.</param>
    /// <exception cref="InvalidDataException">A recording cannot be read.</exception>
    public static ControlDataset Open(string data, int recordings, int seed = 1, RunContext? context = null)
    {
        if (!string.IsNullOrEmpty(data))
        {
            return ControlDataset.Open(data);
        }

        string folder = GeneratedFolder.InCache($"controls-v1-seed-{seed}");
        ControlFolder.Write(folder, recordings, seed, context?.Progress, context?.Cancellation ?? default);
        return ControlDataset.Open(folder, recordings);
    }
}
