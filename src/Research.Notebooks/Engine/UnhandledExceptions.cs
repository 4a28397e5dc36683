using System.Diagnostics;

namespace Research.Notebooks;

/// <summary>Exceptions that leave a thread, a timer's callback or a thread pool's item that a cell started.</summary>
internal static class UnhandledExceptions
{
    /// <summary>Writes one to the cell whose code threw it, and to the log.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="last">The output of the cell that runs or ran last. A timer's exception comes without its own cell; its
    /// frames name that.</param>
    /// <param name="log">Has it too: code that a front end runs silently shows nothing.</param>
    /// <returns>False if no cell's code threw it.</returns>
    public static bool Write(Exception exception, ICellOutput? last, TextWriter log)
    {
        if (exception is CellInterruptedException)
        {
            return true; // the cell's own end says so
        }

        if ((CellScope.Current?.Output ?? (IsOfCell(exception) ? last : null)) is not { } output)
        {
            return false;
        }

        output.WriteStream("stderr", $"Unhandled exception of a thread or a timer: {exception}\n");
        log.WriteLine($"research kernel: unhandled exception of a thread or a timer: {exception}");
        return true;
    }

    /// <summary>Code of cells has no file.</summary>
    private static bool IsOfCell(Exception exception) => new StackTrace(exception).GetFrames()
        .Any(frame => frame.GetMethod()?.Module.Assembly.Location.Length == 0);
}
