namespace Research.Notebooks;

/// <summary>How a cell, or a run of cells, ended.</summary>
public enum CellStatus
{
    /// <summary>To its end.</summary>
    Succeeded,

    /// <summary>By an error.</summary>
    Failed,

    /// <summary>By the caller's cancellation.</summary>
    Interrupted,
}

/// <summary>What came of one cell.</summary>
/// <param name="ExecutionCount">The cell's number in the engine, from 1.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Value">The last expression's value, or null.</param>
/// <param name="Error">What ended it early; null if it succeeded.</param>
public sealed record CellResult(int ExecutionCount, CellStatus Status, object? Value, CellError? Error);
