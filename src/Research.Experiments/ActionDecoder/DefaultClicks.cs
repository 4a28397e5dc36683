using Research.Sessions.Inputs;
using Research.Simulation;
using Research.Simulation.Clicks;
using Research.Training;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// Simulated sessions for a researcher who has none yet: made on first use and kept in <c>datasets/.cache</c>.
/// </summary>
public static class DefaultClicks
{
    /// <summary>One's own sessions, or the default ones.</summary>
    /// <param name="data">A folder of sessions; empty for the default ones.</param>
    /// <param name="sessions">How many of the default ones.</param>
    /// <param name="ticks">Length of a default one.</param>
    /// <param name="seed">Seed of the default ones.</param>
    /// <param name="context">Its progress counts the sessions that are made; completed ones are kept if it stops. Null:
    /// <see cref="RunContext.Default"/>.</param>
    /// <exception cref="InvalidDataException">A session breaks a rule of the format.</exception>
    public static IReadOnlyList<InputSession> Open(
        string data, int sessions, int ticks = ClickSession.DefaultTicks, int seed = 1, RunContext? context = null)
    {
        if (!string.IsNullOrEmpty(data))
        {
            return InputSession.ReadAll(data);
        }

        string folder = GeneratedFolder.InCache($"clicks-v1-seed-{seed}-ticks-{ticks}");
        ClickDataset.Write(folder, sessions, seed, ticks, context?.Progress, context?.Cancellation ?? default);
        return InputSession.ReadAll(folder, first: sessions);
    }
}
