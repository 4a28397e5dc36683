namespace Research.Notebooks;

/// <summary>A piece of a cell's code that runs on some thread, whose waits another thread can cut short.</summary>
/// <remarks>
/// What is sent too late is taken back before <see cref="Run"/> returns, and strikes neither the engine nor the next cell.
/// </remarks>
internal sealed class GuardedCode
{
    private const int Running = 0, Waking = 1, Ended = 2;

    private readonly Thread _thread = Thread.CurrentThread;
    private int _state;
    private bool _wasWoken;

    /// <summary>Runs code on the thread that made this object.</summary>
    /// <exception cref="CellInterruptedException">A wait of it was cut short.</exception>
    public void Run(Action code)
    {
        try
        {
            code();
        }
        catch (Exception e) when (_wasWoken && CellInterruptedException.IsInterrupt(e) && e is not CellInterruptedException)
        {
            throw new CellInterruptedException(e);
        }
        finally
        {
            End();
        }
    }

    /// <summary>
    /// Wakes the code if it sleeps or waits, from another thread. It may catch that and wait again: call until it has ended.
    /// </summary>
    public void Wake()
    {
        if (Interlocked.CompareExchange(ref _state, Waking, Running) != Running)
        {
            return;
        }

        if (_thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
        {
            _wasWoken = true;
            _thread.Interrupt();
        }

        Volatile.Write(ref _state, Running);
    }

    /// <summary>
    /// From here on nothing wakes it. Nothing in it may wait, for a wake-up may still be pending until the last line.
    /// </summary>
    private void End()
    {
        while (Interlocked.CompareExchange(ref _state, Ended, Running) != Running)
        {
            Thread.Yield();
        }

        if (!_wasWoken)
        {
            return;
        }

        try
        {
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
            // the wake-up that came too late
        }
    }
}
