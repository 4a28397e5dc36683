using System.Collections.Concurrent;

namespace Research.Notebooks;

/// <summary>
/// The one thread that compiles and runs an engine's cells, in order. Cells always start on the same thread, which keeps
/// thread-bound state (a gradient mode, a random generator) from cell to cell and gives an interrupt something to aim at.
/// </summary>
/// <remarks>
/// It has no synchronization context of its own: each cell brings its <see cref="CellContext"/>, under which a cell may block
/// on a task (<c>.Result</c>) without a deadlock.
/// </remarks>
internal sealed class CellThread : IDisposable
{
    // Roslyn recurses with the depth of an expression; so does research code.
    private const int StackBytes = 16 << 20;

    private readonly BlockingCollection<Action> _work = [];

    public CellThread(string name)
    {
        var thread = new Thread(Loop, StackBytes) { Name = name, IsBackground = true };
        // Without the creator's execution context: a cell's output must not go to a cell that made this engine.
        thread.UnsafeStart();
    }

    /// <summary>Runs work in its turn; work that the running cell itself asks for, at once, for it waits for that.</summary>
    public Task<T> Run<T>(Func<T> work)
    {
        if (CellScope.Current is { Interruption.IsOver: false } cell && cell.Thread == this)
        {
            return RunWithin(work);
        }

        var context = ExecutionContext.Capture();
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            if (context is null)
            {
                Complete();
            }
            else
            {
                ExecutionContext.Run(context, _ => Complete(), null);
            }
        });
        return completion.Task;

        void Complete()
        {
            try
            {
                completion.SetResult(work());
            }
            catch (Exception e)
            {
                completion.SetException(e);
            }
        }
    }

    private static Task<T> RunWithin<T>(Func<T> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    public void Dispose() => _work.CompleteAdding();

    private void Loop()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }

        _work.Dispose();
    }
}
