using System.Runtime;

namespace Research.Notebooks;

/// <summary>A piece of a cell's code that runs on some thread and can be ended there from another one.</summary>
/// <remarks>
/// Sleeping and waiting code is woken by <see cref="Thread.Interrupt"/>, spinning code is aborted by
/// <see cref="ControlledExecution"/>; each does only the one. Native code goes on until it returns. Neither reaches beyond
/// <see cref="Run"/>: what was sent too late is taken back before it returns.
/// </remarks>
#pragma warning disable CA1001 // the source is never disposed: the thread that cancels it may come late
internal sealed class GuardedCode
#pragma warning restore CA1001
{
    private const int Running = 0, Striking = 1, Ended = 2;

    [ThreadStatic]
    private static bool isThreadSpent;

    private readonly Thread _thread = Thread.CurrentThread;
    private readonly CancellationTokenSource _abort = new();
    private readonly SignalMask _signals = new();
    private int _state;
    private bool _wasWoken, _isAborted;

    /// <summary>
    /// True if code was aborted on this thread. The runtime aborts nothing on a thread a second time, nor stops it for a garbage
    /// collection while it spins (as of .NET 10): such a thread is to end.
    /// </summary>
    public static bool IsThreadSpent => isThreadSpent;

    /// <summary>Runs code on the thread that made this object.</summary>
    /// <exception cref="CellInterruptedException">It was ended by <see cref="Strike"/>.</exception>
    public void Run(Action code)
    {
        Exception? struck = null;
        try
        {
#pragma warning disable SYSLIB0046 // It may leave what it ends half done; the researcher who presses "stop" wants just that.
            ControlledExecution.Run(
                () =>
                {
                    try
                    {
                        code();
                    }
                    catch (Exception e) when (Note(e))
                    {
                    }
                },
                _abort.Token);
#pragma warning restore SYSLIB0046
        }
        catch (Exception e) when (_wasWoken && e is ThreadInterruptedException)
        {
            throw new CellInterruptedException(e);
        }
        catch (OperationCanceledException e) when (_isAborted && e.CancellationToken == _abort.Token)
        {
            throw new CellInterruptedException(struck ?? e);
        }
        finally
        {
            End();
        }

        bool Note(Exception e)
        {
            if (e is ThreadAbortException)
                struck = e;
            return false;
        }
    }

    /// <summary>Tries to end the code, from another thread. Code may catch what it gets: call again until it has ended.</summary>
    /// <param name="mayAbort">False while the code is still given time to stop by itself; waits are always cut short.</param>
    public void Strike(bool mayAbort)
    {
        if (Interlocked.CompareExchange(ref _state, Striking, Running) != Running)
            return;
        if (_thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
        {
            _wasWoken = true;
            _thread.Interrupt();
        }
        else if (mayAbort && !_isAborted)
        {
            _isAborted = true;
            // It blocks until the thread takes the abort, which in native code may be long: not on the caller's thread.
            new Thread(_abort.Cancel) { IsBackground = true, Name = "cell abort" }.UnsafeStart();
        }

        Volatile.Write(ref _state, Running);
    }

    /// <summary>From here on nothing strikes. Nothing in it may wait, for a wake-up may still be pending until the last line.</summary>
    private void End()
    {
        while (Interlocked.CompareExchange(ref _state, Ended, Running) != Running)
            Thread.Yield();
        if (_isAborted)
        {
            isThreadSpent = true;
            _signals.Restore();
        }

        if (!_wasWoken)
            return;
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
