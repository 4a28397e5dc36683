namespace Research.Training;

/// <summary>
/// A training was stopped by its user. The model has the best weights so far, and they are in the run's folder.
/// </summary>
public sealed class TrainingInterruptedException : OperationCanceledException
{
    /// <summary>Tells what was kept.</summary>
    public TrainingInterruptedException(string message, CancellationToken cancellation)
        : base(message, cancellation)
    {
    }
}
