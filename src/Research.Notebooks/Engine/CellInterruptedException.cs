using System.Reflection;

namespace Research.Notebooks;

/// <summary>A cell was made to stop that did not stop by itself.</summary>
/// <param name="struck">What ended a wait of its code, whose frames say where; null at a checkpoint and where it awaited a
/// task.</param>
internal sealed class CellInterruptedException(Exception? struck) : OperationCanceledException("The cell was stopped.", struck)
{
    /// <summary>The exception whose frames say where it was stopped.</summary>
    public Exception Struck => InnerException ?? this;

    /// <summary>
    /// True for what an interrupt makes of running code: a task that is waited for, not awaited, wraps it, and so does
    /// reflection.
    /// </summary>
    public static bool IsInterrupt(Exception exception) =>
        exception is OperationCanceledException or ThreadInterruptedException
        || exception is AggregateException several && several.InnerExceptions.Any(IsInterrupt)
        || exception is TargetInvocationException { InnerException: { } thrown } && IsInterrupt(thrown);
}
