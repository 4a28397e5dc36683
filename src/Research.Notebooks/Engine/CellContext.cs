namespace Research.Notebooks;

/// <summary>
/// Where a cell's code goes on after an <c>await</c>: on the cell thread while that has nothing to do but wait for the cell,
/// else on the thread pool. So code that blocks on its own task (<c>.Result</c>) never waits for itself, and an interrupt
/// finds the code on either.
/// </summary>
/// <remarks>
/// Waits of code that leaves this context (<c>ConfigureAwait(false)</c>, <c>Task.Run</c>) are not cut short unless it passes the
/// token; the cell then ends without it. What an interrupted cell had yet to run after an <c>await</c> never runs.
/// </remarks>
internal sealed class CellContext(Interruption interruption, ICellOutput output) : SynchronizationContext
{
    private readonly object _gate = new();
    private Action? _next;
    private bool _isWaiting, _isAbandoned;

    /// <summary>Runs a cell's code on this thread until the task that it returns has ended.</summary>
    /// <exception cref="CellInterruptedException">It was made to stop.</exception>
    public T RunToEnd<T>(Func<Task<T>> start)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = interruption.Run(start);
            using var givenUp = interruption.GivenUp.UnsafeRegister(static self => ((CellContext)self!).Wake(), this);
            task.GetAwaiter().UnsafeOnCompleted(Wake);
            while (Next(task) is { } work)
            {
                interruption.Run(() => RunPosted(work));
            }

            if (!task.IsCompleted)
            {
                throw new CellInterruptedException(struck: null);
            }

            return task.GetAwaiter().GetResult();
        }
        catch (CellInterruptedException)
        {
            lock (_gate)
            {
                _isAbandoned = true;
            }

            throw;
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            if (_isAbandoned)
            {
                return;
            }

            if (_isWaiting)
            {
                _isWaiting = false;
                _next = () => d(state);
                Monitor.Pulse(_gate);
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(_ => RunBeside(() => d(state)), null);
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    private void RunBeside(Action work)
    {
        lock (_gate)
        {
            if (_isAbandoned)
            {
                return;
            }
        }

        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            interruption.Run(() => RunPosted(work));
        }
        catch (Exception e) when (CellInterruptedException.IsInterrupt(e))
        {
            // the cell's own end says so
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Only an <c>async void</c> lets an exception out; nobody awaits it, so nobody else could tell.</summary>
    /// <remarks>A cancellation is an interrupt only where the cell was asked to stop; code may cancel tasks of its own.</remarks>
    private void RunPosted(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (!IsInterrupt(e))
        {
            output.WriteStream("stderr", $"Unhandled exception of a method that nothing awaits: {e}\n");
        }
    }

    private bool IsInterrupt(Exception e) =>
        e is CellInterruptedException || (interruption.IsRequested && CellInterruptedException.IsInterrupt(e));

    /// <summary>What to run next on the cell thread; null once the task has ended or nobody waits for it any longer.</summary>
    private Action? Next(Task task)
    {
        lock (_gate)
        {
            _isWaiting = true;
            while (_next is null && !task.IsCompleted && !interruption.GivenUp.IsCancellationRequested)
            {
                Monitor.Wait(_gate);
            }

            _isWaiting = false;
            var next = _next;
            _next = null;
            return next;
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.Pulse(_gate);
        }
    }
}
