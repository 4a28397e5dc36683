using System.Text.Json.Nodes;

namespace Research.Simulation.Clicks;

/// <summary>
/// Writes sessions into a folder, each when it is complete, so that the folder can be read at any time, and filling it can be
/// stopped and taken up.
/// </summary>
public static class ClickDataset
{
    /// <summary>Changes with the rules, so that no folder has sessions by two of them.</summary>
    private const int Rules = 1;

    private const string RulesFile = "clicks.json";

    /// <summary>Adds the sessions that a folder does not have yet, up to a number.</summary>
    /// <param name="folder">The folder; made where it is absent.</param>
    /// <param name="sessions">How many there are to be, at least 1: <c>session_0.npz</c> and on.</param>
    /// <param name="seed">Seed of all sessions.</param>
    /// <param name="ticks">Length of each.</param>
    /// <param name="progress">Reports the sessions.</param>
    /// <param name="cancellation">Stops it; complete sessions are kept.</param>
    /// <exception cref="InvalidDataException">The folder has sessions that were made otherwise.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Write(
        string folder, int sessions, int seed, int ticks = ClickSession.DefaultTicks, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(sessions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ticks, 1);
        using var filled = GeneratedFolder.Claim(folder, RulesFile,
            new JsonObject { ["made_by"] = "research clicks", ["rules"] = Rules, ["seed"] = seed, ["ticks"] = ticks },
            cancellation);
        string name = Path.GetFileName(filled.Path);
        int done = 0;
        Parallel.For(0, sessions,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            number =>
        {
            filled.Add($"session_{number}.npz", file => ClickSession.Play(seed, number, ticks).Write(file));
            int sofar = Interlocked.Increment(ref done);
            progress?.Report(new WorkProgress(name, sofar, sessions));
        });
    }
}
