namespace Research.Notebooks;

/// <summary>
/// The cell that the calling code belongs to. It flows with the execution context, so tasks and threads that a cell starts
/// keep it, and code of other notebooks in the same process never sees it.
/// </summary>
internal sealed record CellScope(ICellOutput Output, CancellationToken Interrupt, ICellInput? Input = null, Interruption? Interruption = null)
{
    private static readonly AsyncLocal<CellScope?> Ambient = new();

    public static CellScope? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }
}
