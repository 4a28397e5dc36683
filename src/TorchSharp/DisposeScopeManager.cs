namespace TorchSharp;

/// <summary>The stack of a thread's dispose scopes.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? threadSingleton;

    private readonly Stack<DisposeScope> scopes = new();

    internal static DisposeScopeManager ThreadSingleton => threadSingleton ??= new DisposeScopeManager();

    /// <summary>What this thread's scopes have done so far.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.StatisticsInstance;

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    internal DisposeScope? Innermost { get; private set; }

    internal static DisposeScope NewDisposeScope()
    {
        var manager = ThreadSingleton;
        var scope = new DisposeScope(manager);
        manager.scopes.Push(scope);
        manager.Innermost = scope;
        return scope;
    }

    internal DisposeScope? RegisterOnCurrentDisposeScope(IDisposable disposable)
    {
        if (Innermost is null)
        {
            StatisticsInstance.CreatedOutsideScopeCount++;
            return null;
        }
        StatisticsInstance.CreatedInScopeCount++;
        Innermost.Include(disposable);
        return Innermost;
    }

    /// <summary>Closes a scope, and with it any that were opened inside it and never closed.</summary>
    internal void RemoveDisposeScope(DisposeScope scope)
    {
        if (!scopes.Contains(scope))
            return;
        while (scopes.Pop() is { } closed && closed != scope)
            closed.DisposeEverything();
        Innermost = scopes.TryPeek(out var outer) ? outer : null;
    }
}

/// <summary>Counts of what a thread's dispose scopes have done.</summary>
public class ThreadDisposeScopeStatistics
{
    /// <summary>Objects made while no scope was open.</summary>
    public long CreatedOutsideScopeCount { get; internal set; }
    /// <summary>Objects made inside a scope.</summary>
    public long CreatedInScopeCount { get; internal set; }
    /// <summary>Objects disposed while a scope owned them.</summary>
    public long DisposedInScopeCount { get; internal set; }
    /// <summary>Objects taken out of all scopes.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Sets all counts to zero.</summary>
    public void Reset() =>
        CreatedOutsideScopeCount = CreatedInScopeCount = DisposedInScopeCount = DetachedFromScopeCount = 0;
}

public static partial class torch
{
    /// <summary>Opens a scope on this thread that disposes the tensors made inside it.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.NewDisposeScope();

    /// <summary>Evaluates an expression in a scope of its own and hands its value to the outer one.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}
