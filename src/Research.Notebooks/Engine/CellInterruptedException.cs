namespace Research.Notebooks;

/// <summary>A cell was made to stop that did not stop by itself.</summary>
/// <param name="struck">What ended its code, whose frames say where; null where it was waiting for a task.</param>
internal sealed class CellInterruptedException(Exception? struck) : OperationCanceledException("The cell was stopped.", struck)
{
    /// <summary>What ended the cell's code, whose frames say where; null where it was waiting for a task.</summary>
    public Exception? Struck => InnerException;

    /// <summary>True for what an interrupt makes of running code: a task that is waited for, not awaited, wraps it.</summary>
    public static bool IsInterrupt(Exception exception) =>
        exception is OperationCanceledException or ThreadInterruptedException or ThreadAbortException
        || exception is AggregateException several && several.InnerExceptions.Any(IsInterrupt);
}
