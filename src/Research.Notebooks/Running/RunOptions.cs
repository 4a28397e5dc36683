namespace Research.Notebooks;

/// <summary>How to run a notebook.</summary>
public sealed record RunOptions
{
    /// <summary>Values for the notebook's parameters, as text; see <see cref="NotebookParameters"/>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Where the executed notebook goes: written before the first cell and after every cell, each time complete, so that a run
    /// that is killed leaves what it had. Null writes none. A relative path starts from where the caller stands.
    /// </summary>
    public string? OutputPath { get; init; }

    /// <summary>
    /// Goes on with a run that ended early. All cells run again, because a process's state cannot be brought back, but library
    /// functions that find their whole result on disk, from the same configuration, take it from there
    /// (<see cref="Research.Resume"/>).
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Runs all cells, also those after one that failed. The run has then failed all the same.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>Called before and after every cell, in order, on the runner's thread.</summary>
    public Action<CellProgress>? OnProgress { get; init; }
}

/// <summary>A cell that is about to run, or has run.</summary>
/// <param name="Number">Which of the code cells that are run it is, from 1.</param>
/// <param name="Total">How many there are.</param>
/// <param name="FirstLine">The first line of the cell that is not blank.</param>
/// <param name="Status">How it ended; null while it is about to run.</param>
/// <param name="Elapsed">How long it took; zero while it is about to run.</param>
public sealed record CellProgress(int Number, int Total, string FirstLine, CellStatus? Status, TimeSpan Elapsed)
{
    /// <summary>
    /// True in a resumed run for a cell that the run before had come through, and that is unchanged, as are those before it.
    /// </summary>
    public bool RanBefore { get; init; }
}
