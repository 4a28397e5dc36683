namespace Research.Notebooks;

/// <summary>What came of running a notebook.</summary>
/// <param name="Notebook">The executed notebook, with the outputs so far.</param>
/// <param name="Status">How the run ended.</param>
/// <param name="CellsRun">How many code cells ran, the failed one included.</param>
/// <param name="CellsTotal">How many code cells there are to run.</param>
/// <param name="Duration">Wall-clock time of the cells and of what lies between them.</param>
/// <param name="Failure">The first cell that failed, or null. It ended the run, unless that was to keep going.</param>
public sealed record RunResult(
    NotebookDocument Notebook, CellStatus Status, int CellsRun, int CellsTotal, TimeSpan Duration, CellFailure? Failure)
{
    /// <summary>All cells that failed; more than one only where the run was to keep going.</summary>
    public IReadOnlyList<CellFailure> Failures { get; init; } = Failure is null ? [] : [Failure];
}

/// <summary>A cell that failed, and why.</summary>
/// <param name="CellIndex">The cell's place in the notebook, from 0, cells of text included.</param>
/// <param name="ExecutionCount">Its number among the cells that ran, which errors call <c>cell 3</c> and Jupyter shows as
/// <c>[3]</c>.</param>
/// <param name="Error">The error; its line is <see cref="CellError.Line"/>.</param>
public sealed record CellFailure(int CellIndex, int ExecutionCount, CellError Error);
