namespace Research.Notebooks;

/// <summary>Runs a notebook's cells one after the other, in the order they were asked for.</summary>
public interface INotebookEngine : IDisposable
{
    /// <summary>The number of the cell that ran last; 0 before the first.</summary>
    int ExecutionCount { get; }

    /// <summary>What an editor asks about code that has not run.</summary>
    ILanguageServices Services { get; }

    /// <summary>
    /// Runs a cell after those that were asked for before it. Errors of the cell are a result, not an exception.
    /// </summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="output">Takes what it writes, displays and returns.</param>
    /// <param name="interrupt">Asks the cell to stop.</param>
    /// <param name="language">The language that the text begins in; null means the notebook's.</param>
#pragma warning disable CA1068 // the language came later, and callers name it
    Task<CellResult> RunAsync(string code, ICellOutput output, CancellationToken interrupt = default, string? language = null);
#pragma warning restore CA1068
}
