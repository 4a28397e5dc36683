using System.Collections.Concurrent;

namespace Research.Notebooks;

/// <summary>
/// The one thread that compiles and runs an engine's cells, in order. Cells always start on the same thread, which keeps
/// thread-bound state (a gradient mode, a random generator) from cell to cell and gives an interrupt something to aim at.
/// </summary>
/// <remarks>
/// After a cell that had to be aborted the next ones get a new thread, whose thread-bound state is the default one. The thread
/// has no synchronization context of its own: each cell brings its <see cref="CellContext"/>, under which a cell may block on a
/// task (<c>.Result</c>) without a deadlock.
/// </remarks>
internal sealed class CellThread : IDisposable
{
    // Roslyn recurses with the depth of an expression; so does research code.
    private const int StackBytes = 16 << 20;

    private readonly BlockingCollection<Action> _work = [];

    private readonly string _name;

    public CellThread(string name)
    {
        _name = name;
        Start();
    }

    public Task<T> Run<T>(Func<T> work)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                completion.SetResult(work());
            }
            catch (Exception e)
            {
                completion.SetException(e);
            }
        });
        return completion.Task;
    }

    public void Dispose() => _work.CompleteAdding();

    // Without the creator's execution context: a cell's output must not go to a cell that made this engine.
    private void Start() => new Thread(Loop, StackBytes) { Name = _name, IsBackground = true }.UnsafeStart();

    private void Loop()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
            if (!GuardedCode.IsThreadSpent)
                continue;
            Start();
            return;
        }

        _work.Dispose();
    }
}
