namespace Research.Notebooks;

/// <summary>
/// The cell that the calling code belongs to. It flows with the execution context, so tasks and threads that a cell starts
/// keep it, and code of other notebooks in the same process never sees it.
/// </summary>
internal sealed record CellScope(
    ICellOutput Output, CancellationToken Interrupt, ICellInput? Input = null, Interruption? Interruption = null)
{
    /// <summary>The notebook's database, if it has one.</summary>
    public SqlDatabase? Database { get; init; }

    /// <summary>The thread that the engine's cells run on.</summary>
    public CellThread? Thread { get; init; }

    /// <summary>The cell itself; null where an engine runs without a host.</summary>
    public RunningCell? Cell { get; init; }

    /// <summary>Whether the cell may take results of an earlier run; null leaves it to the environment.</summary>
    public bool? MayResume { get; init; }

    private static readonly AsyncLocal<CellScope?> Ambient = new();

    public static CellScope? Current
    {
        get => Ambient.Value;
        set
        {
            Ambient.Value = value;
            Resume.Ambient = value?.MayResume;
        }
    }
}
