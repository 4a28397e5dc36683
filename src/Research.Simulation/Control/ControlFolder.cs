using System.Text.Json.Nodes;

namespace Research.Simulation.Control;

/// <summary>
/// Writes recordings into a folder, each complete or not at all; what is there stays, so that it can be stopped and taken up.
/// </summary>
public static class ControlFolder
{
    /// <summary>Changes with the rules, so that no folder has recordings by two of them.</summary>
    private const int Rules = 1;

    private const string Manifest = "recordings.json";

    /// <summary>Adds the recordings that the folder does not have yet, up to a number.</summary>
    /// <param name="folder">The folder; made where it is absent.</param>
    /// <param name="recordings">How many there are to be, at least 1.</param>
    /// <param name="seed">Seed of all recordings.</param>
    /// <param name="progress">Reports the recordings.</param>
    /// <param name="cancellation">Stops it; complete recordings are kept.</param>
    /// <exception cref="InvalidDataException">The folder has something else in it.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Write(
        string folder, int recordings, int seed, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(recordings, 1);
        using var filled = GeneratedFolder.Claim(folder, Manifest,
            new JsonObject { ["made_by"] = "research controls", ["rules"] = Rules, ["seed"] = seed }, cancellation);
        for (int number = 0; number < recordings; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            filled.Add($"recording_{number:0000}.npz",
                file => ControlDemonstration.Act(seed, number).Recording.Write(file));
            progress?.Report(new WorkProgress(Path.GetFileName(filled.Path), number + 1, recordings));
        }
    }
}
