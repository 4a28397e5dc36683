namespace Research.Notebooks;

/// <summary>Runs cells one after the other in one state.</summary>
public interface INotebookEngine : IDisposable
{
    /// <summary>The number of the cell that ran last; 0 before the first.</summary>
    int ExecutionCount { get; }

    /// <summary>What an editor asks.</summary>
    ILanguageServices Services { get; }

    /// <summary>Runs a cell after those that were asked for before it. Errors of the cell are a result, not an exception.</summary>
#pragma warning disable CA1068 // the language came later, and most callers have none
    Task<CellResult> RunAsync(string code, ICellOutput output, CancellationToken interrupt = default, string? language = null);
#pragma warning restore CA1068
}
