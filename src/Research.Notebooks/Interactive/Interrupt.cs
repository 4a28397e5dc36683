using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive;

namespace Research.Notebooks.Interactive;

/// <summary>What a cell sees of a request to stop it.</summary>
public static class Interrupt
{
    /// <summary>Cancelled when the running cell is to stop: pass it to whatever runs long. Outside a cell it never is.</summary>
    /// <remarks>In .NET Interactive it is the running command's token.</remarks>
    public static CancellationToken Token =>
        CellScope.Current?.Interrupt ?? KernelInvocationContext.Current?.CancellationToken ?? CancellationToken.None;

    /// <summary>Ends the cell here if it had its time to stop and did not. Every loop of a cell asks this by itself.</summary>
    /// <exception cref="OperationCanceledException">The cell is made to stop.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Checkpoint()
    {
        if (Checkpoints.AreArmed)
        {
            EndIfMeant();
        }
    }

    /// <summary>
    /// Ends the cell here if it calls itself without end. Functions of a cell ask this by themselves, and as a loop does.
    /// </summary>
    /// <exception cref="InsufficientExecutionStackException">There is hardly any stack left.</exception>
    /// <exception cref="OperationCanceledException">The cell is made to stop.</exception>
    [StackTraceHidden]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Enter()
    {
        CheckStack();
        Checkpoint();
    }

    /// <summary>
    /// Ends the cell here if it calls itself without end, and never because it is to stop. Functions of a cell that may have to
    /// run while a stopped cell unwinds, such as <c>Dispose</c>, ask this by themselves.
    /// </summary>
    /// <exception cref="InsufficientExecutionStackException">There is hardly any stack left.</exception>
    [StackTraceHidden]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new InsufficientExecutionStackException(
                "The stack is full: functions call each other too deep, or without end.");
        }
    }

    /// <summary>Ends the cell here if it is to stop.</summary>
    /// <exception cref="OperationCanceledException">The cell is to stop.</exception>
    public static void ThrowIfRequested() => Token.ThrowIfCancellationRequested();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void EndIfMeant()
    {
        if (CellScope.Current is { Interruption.EndsCode: true })
        {
            throw new CellInterruptedException(struck: null);
        }
    }
}
