namespace Research.Training;

/// <summary>What one step learns from.</summary>
public interface ITrainingBatch
{
    /// <summary>Rows of the dataset in the batch: [B]. They name it where something goes wrong.</summary>
    ReadOnlySpan<int> Rows { get; }
}
