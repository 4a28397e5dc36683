namespace Research.Notebooks;

/// <summary>Threads for code that may be aborted. The thread pool's are too good for it: an abort spoils the thread it hits.</summary>
internal static class SpareThreads
{
    private const int StackBytes = 16 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly object Gate = new();
    private static readonly Queue<Action> Waiting = new();
    private static int idle;

    /// <summary>Runs work at once, on a thread that has nothing to do or on a new one.</summary>
    public static void Run(Action work)
    {
        lock (Gate)
        {
            Waiting.Enqueue(work);
            if (Waiting.Count <= idle)
            {
                Monitor.Pulse(Gate);
                return;
            }
        }

        new Thread(Loop, StackBytes) { IsBackground = true, Name = "cell continuation" }.UnsafeStart();
    }

    private static void Loop()
    {
        while (!GuardedCode.IsThreadSpent && Next() is { } work)
            work();
    }

    private static Action? Next()
    {
        lock (Gate)
        {
            if (Waiting.TryDequeue(out var ready))
                return ready;
            idle++;
            Monitor.Wait(Gate, Patience);
            idle--;
            return Waiting.TryDequeue(out var work) ? work : null;
        }
    }
}
