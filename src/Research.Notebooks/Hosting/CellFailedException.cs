namespace Research.Notebooks;

/// <summary>Carries a cell's error through the events of .NET Interactive.</summary>
internal sealed class CellFailedException(CellError error, CellStatus status) : Exception(error.Message)
{
    /// <summary>The error.</summary>
    public CellError Error => error;

    /// <summary>How the cell ended.</summary>
    public CellStatus Status => status;
}
