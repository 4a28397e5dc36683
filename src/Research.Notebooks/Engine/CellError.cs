namespace Research.Notebooks;

/// <summary>Why a cell failed, in the terms of Jupyter's error output.</summary>
/// <param name="Name">The exception's type, or <c>CompilationError</c>.</param>
/// <param name="Message">The exception's message, or the first message of the compiler.</param>
/// <param name="Traceback">Lines to show: the error, the frames of cells, loaded files and libraries, inner errors.</param>
/// <param name="Line">The 1-based line of the cell where it failed; null if the error did not pass through the cell's own
/// text.</param>
public sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback, int? Line)
{
    /// <summary>The <see cref="Name"/> of errors that the compiler found; nothing of the cell ran.</summary>
    public const string Compilation = "CompilationError";

    private const string InterruptMessage = "The cell was interrupted.";

    /// <summary>The <see cref="Name"/> where a cell was made to stop that did not stop by itself.</summary>
    public const string Interrupted = "Interrupted";

    /// <summary>The error of a cell that ended because it was to stop.</summary>
    internal static CellError OfInterrupt(int? line) =>
        new(nameof(OperationCanceledException), InterruptMessage, [InterruptMessage], line);
}
