namespace Research.Simulation.Environments;

/// <summary>
/// Does the same for every lane, on the caller's thread and some of its own, which wait for the next call. A call allocates
/// nothing. Which thread takes which lane is left to chance; a lane's work must depend on nothing but the lane.
/// </summary>
internal sealed class LaneThreads : IDisposable
{
    private const int Spins = 20;

    private readonly Action<int> _work;
    private readonly int _lanes;
    private readonly Thread[] _threads;
    private readonly object _gate = new();
    private int _call, _next, _left;
    private bool _ends;
    private Exception? _fault;

    public LaneThreads(int lanes, int threads, Action<int> work)
    {
        (_lanes, _work) = (lanes, work);
        _threads = [.. Enumerable.Range(1, Math.Min(lanes, threads) - 1)
            .Select(n => new Thread(Serve) { IsBackground = true, Name = $"lanes {n}" })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>Works on all lanes and returns when all are done; throws what the first of them threw.</summary>
    public void Run()
    {
        if (_threads.Length == 0)
        {
            for (int lane = 0; lane < _lanes; lane++)
            {
                _work(lane);
            }

            return;
        }

        Volatile.Write(ref _left, _lanes);
        Volatile.Write(ref _next, 0);
        lock (_gate)
        {
            _call++;
            Monitor.PulseAll(_gate);
        }

        Take();
        for (int i = 0; i < Spins && Volatile.Read(ref _left) > 0; i++)
        {
            Thread.SpinWait(50);
        }

        lock (_gate)
        {
            while (_left > 0)
            {
                Monitor.Wait(_gate);
            }
        }

        if (_fault is { } fault)
        {
            _fault = null;
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
        }
    }

    /// <summary>Ends the threads. No call may be under way.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ends = true;
            Monitor.PulseAll(_gate);
        }

        Array.ForEach(_threads, thread => thread.Join());
    }

    private void Serve()
    {
        for (int seen = 0; ;)
        {
            for (int i = 0; i < Spins && Volatile.Read(ref _call) == seen; i++)
            {
                Thread.SpinWait(50);
            }

            lock (_gate)
            {
                while (_call == seen && !_ends)
                {
                    Monitor.Wait(_gate);
                }

                if (_ends)
                {
                    return;
                }

                seen = _call;
            }

            Take();
        }
    }

    /// <summary>Takes lanes until none is left. A thread that comes late finds none, or those of the next call.</summary>
    private void Take()
    {
        for (int lane = Interlocked.Increment(ref _next) - 1; lane < _lanes; lane = Interlocked.Increment(ref _next) - 1)
        {
            try
            {
                _work(lane);
            }
            catch (Exception fault)
            {
                Interlocked.CompareExchange(ref _fault, fault, null);
            }

            if (Interlocked.Decrement(ref _left) == 0)
            {
                lock (_gate)
                {
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }
}
