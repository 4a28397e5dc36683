using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Research.Sessions;

/// <summary>
/// Makes batches on a thread of its own while the one before is in use. Their order never depends on the threads.
/// </summary>
internal static class Prefetch
{
    /// <summary>The batches of an epoch. A batch is used again: it holds until the next one is asked for.</summary>
    /// <param name="count">How many.</param>
    /// <param name="create">Makes an empty batch; called <paramref name="ahead"/> + 1 times.</param>
    /// <param name="fill">Fills the batch of a number, from 0; on the thread.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="ahead">How many are made before they are asked for.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    internal static IEnumerable<TBatch> Run<TBatch>(
        int count, Func<TBatch> create, Action<int, TBatch> fill, CancellationToken cancellation, int ahead = 2)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var free = new BlockingCollection<TBatch>();
        using var ready = new BlockingCollection<TBatch>();
        for (int i = 0; i <= ahead; i++)
        {
            free.Add(create(), CancellationToken.None);
        }

        ExceptionDispatchInfo? fault = null;
        var thread = new Thread(() => fault = Fill(count, free, ready, fill,
            stop.Token))
        { IsBackground = true, Name = "batches" };
        thread.Start();
        try
        {
            foreach (var batch in ready.GetConsumingEnumerable(cancellation))
            {
                yield return batch;
                free.Add(batch, CancellationToken.None);
            }
        }
        finally
        {
            stop.Cancel();
            thread.Join();
        }

        fault?.Throw();
    }

    private static ExceptionDispatchInfo? Fill<TBatch>(
        int count, BlockingCollection<TBatch> free, BlockingCollection<TBatch> ready, Action<int, TBatch> fill,
            CancellationToken stop)
    {
        try
        {
            for (int number = 0; number < count; number++)
            {
                var batch = free.Take(stop);
                fill(number, batch);
                ready.Add(batch, stop);
            }
        }
        catch (Exception e)
        {
            return ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            ready.CompleteAdding();
        }

        return null;
    }
}
