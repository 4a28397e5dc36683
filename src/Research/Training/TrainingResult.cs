using System.Text.Json.Nodes;

namespace Research.Training;

/// <summary>What a training came to. The model has the weights of <paramref name="BestEpoch"/>.</summary>
/// <param name="Epochs">What was measured after each epoch, those before a resume too.</param>
/// <param name="BestEpoch">The epoch whose weights are kept: the best by the monitored metric, or the last.</param>
/// <param name="StoppedEarly">Whether there was no use in going on.</param>
/// <param name="PeakMemoryMegabytes">The most memory the process has had so far.</param>
public sealed record TrainingResult(IReadOnlyList<EpochLog> Epochs, int BestEpoch, bool StoppedEarly, int PeakMemoryMegabytes)
{
    /// <summary>The result of a training whose run is complete, read back.</summary>
    /// <param name="folder">The folder of a run whose summary has <c>best_epoch</c>, <c>stopped_early</c> and
    /// <c>peak_memory_megabytes</c>.</param>
    /// <exception cref="InvalidDataException">The folder has no such run.</exception>
    public static TrainingResult Of(string folder)
    {
        string file = Path.Combine(folder, "summary.json");
        var summary = JsonNode.Parse(File.ReadAllText(file));
        return summary?["best_epoch"] is { } best && summary["stopped_early"] is { } early
            && summary["peak_memory_megabytes"] is { } memory
            ? new TrainingResult(RunLog.Read(Path.Combine(folder, "metrics.jsonl")), (int)best, (bool)early, (int)memory)
            : throw new InvalidDataException(
                $"{file}: found no best_epoch, stopped_early and peak_memory_megabytes; expected the summary of a training.");
    }

    /// <summary>Time of all epochs, those before a resume too.</summary>
    public double Seconds => Epochs.Sum(e => e.Seconds);

    /// <summary>Share of the training time spent waiting for batches, over all epochs.</summary>
    public double WaitShare => Epochs.Count == 0 ? 0 : Epochs.Average(e => e.WaitShare);

    /// <summary>Values after the epoch whose weights are kept.</summary>
    public EpochLog Best => Epochs[BestEpoch - 1];

    /// <summary>One value after every epoch.</summary>
    /// <exception cref="KeyNotFoundException">Nothing of that name was measured.</exception>
    public double[] Curve(string name) => [.. Epochs.Select(e => e[name])];
}
