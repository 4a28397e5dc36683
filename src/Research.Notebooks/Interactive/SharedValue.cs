using System.Collections.Concurrent;
using System.ComponentModel;

namespace Research.Notebooks.Interactive;

/// <summary>Hands a value over to C# code that declares a variable for it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SharedValue
{
    private static readonly ConcurrentDictionary<long, object?> Waiting = new();
    private static long last;

    /// <summary>Takes a value that another language has put down, once.</summary>
    /// <exception cref="KeyNotFoundException">It was taken already.</exception>
    public static object? Take(long ticket) => Waiting.TryRemove(ticket, out object? value)
        ? value
        : throw new KeyNotFoundException($"The shared value {ticket} was taken already.");

    internal static long Put(object? value)
    {
        long ticket = Interlocked.Increment(ref last);
        Waiting[ticket] = value;
        return ticket;
    }
}
