namespace Research.Training;

/// <summary>What a training came to. The model has the weights of <paramref name="BestEpoch"/>.</summary>
/// <param name="Epochs">What was measured after each epoch, those before a resume too.</param>
/// <param name="BestEpoch">The epoch whose weights are kept: the best by the monitored metric, or the last.</param>
/// <param name="StoppedEarly">Whether there was no use in going on.</param>
/// <param name="PeakMemoryMiB">The most memory the process has had so far.</param>
public sealed record TrainingResult(IReadOnlyList<EpochLog> Epochs, int BestEpoch, bool StoppedEarly, int PeakMemoryMiB)
{
    /// <summary>Time of all epochs, those before a resume too.</summary>
    public double Seconds => Epochs.Sum(e => e.Seconds);

    /// <summary>Values after the epoch whose weights are kept.</summary>
    public EpochLog Best => Epochs[BestEpoch - 1];

    /// <summary>One value after every epoch.</summary>
    /// <exception cref="KeyNotFoundException">Nothing of that name was measured.</exception>
    public double[] Curve(string name) => [.. Epochs.Select(e => e[name])];
}
