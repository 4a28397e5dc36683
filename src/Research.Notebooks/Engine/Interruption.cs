using System.Diagnostics;

namespace Research.Notebooks;

/// <summary>Ends a cell that is to stop: it asks first, and then does not ask.</summary>
/// <remarks>
/// <para>
/// Code that looks at <c>Interrupt.Token</c> has a tenth of a second to stop at a place of its own choice. Then its waits are cut
/// short, after a quarter of a second its <see cref="Checkpoints"/> throw, and soon after that nobody waits for an awaited task
/// any more.
/// </para>
/// <para>
/// The runtime's own abort (<c>ControlledExecution.Run</c>) is not used. On .NET 10 it ends <c>while (true) { }</c> well, but
/// takes the process with it more often than not where the code it strikes allocates, formats or locks, and it leaves the thread
/// unable to be stopped again.
/// </para>
/// </remarks>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan
        UntilWake = TimeSpan.FromMilliseconds(100), UntilCheckpoints = TimeSpan.FromMilliseconds(250),
            UntilGivenUp = TimeSpan.FromMilliseconds(400),
        Pause = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly List<GuardedCode> _running = [];
    private readonly CancellationToken _token;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationTokenSource _givenUp = new();
    private volatile bool _isOver, _endsCode;

    /// <summary>Starts to watch for the request.</summary>
    public Interruption(CancellationToken token)
    {
        _token = token;
        _registration = token.UnsafeRegister(
            static self => new Thread(((Interruption)self!).Strike) { IsBackground = true, Name = "cell interrupt" }
            .UnsafeStart(), this);
    }

    /// <summary>True once the cell has been asked to stop.</summary>
    public bool IsRequested => _token.IsCancellationRequested;

    /// <summary>True once the cell has ended.</summary>
    public bool IsOver => _isOver;

    /// <summary>True once the cell's code is to end at its next checkpoint, on whatever thread.</summary>
    public bool EndsCode => _endsCode;

    /// <summary>Cancelled when an awaited task is not to be waited for any longer.</summary>
    public CancellationToken GivenUp => _givenUp.Token;

    /// <summary>Runs a piece of the cell's code on this thread, from where an interrupt can take it away.</summary>
    /// <exception cref="CellInterruptedException">It was made to stop.</exception>
    public void Run(Action code)
    {
        var guarded = new GuardedCode();
        lock (_gate)
        {
            _running.Add(guarded);
        }

        try
        {
            guarded.Run(code);
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(guarded);
            }
        }
    }

    /// <inheritdoc cref="Run(Action)"/>
    public T Run<T>(Func<T> code)
    {
        T result = default!;
        Run(() => { result = code(); });
        return result;
    }

    /// <summary>The cell has ended. What it left running is watched only if the request had come by now.</summary>
    public void Dispose()
    {
        _isOver = true;
        _registration.Dispose();
    }

    private void Strike()
    {
        var clock = Stopwatch.StartNew();
        Thread.Sleep(UntilWake);
        while (true)
        {
            GuardedCode[] running;
            lock (_gate)
            {
                running = [.. _running];
            }

            if (_isOver && running.Length == 0)
            {
                return;
            }

            foreach (var guarded in running)
            {
                guarded.Wake();
            }

            if (clock.Elapsed >= UntilCheckpoints && !_endsCode)
            {
                _endsCode = true;
                Checkpoints.Arm();
            }

            if (clock.Elapsed >= UntilGivenUp)
            {
                _givenUp.Cancel();
            }

            Thread.Sleep(Pause);
        }
    }
}
