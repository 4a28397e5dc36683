using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive;

namespace Research.Notebooks;

/// <summary>The token that code reads as <c>KernelInvocationContext.Current.CancellationToken</c>.</summary>
/// <remarks>
/// The package cancels it together with its command. A command that is cancelled ends at once, while its code may need time to
/// stop, so the kit cancels the token alone.
/// </remarks>
internal static class CommandToken
{
    /// <summary>Cancels the token of a command once its cell is to stop.</summary>
    public static CancellationTokenRegistration CancelWith(KernelInvocationContext context, CancellationToken interrupt) =>
        interrupt.UnsafeRegister(static state => Cancel((KernelInvocationContext)state!), context);

    private static void Cancel(KernelInvocationContext context)
    {
        try
        {
            Source(context).Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the command has ended meanwhile
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_cancellationTokenSource")]
    private static extern ref CancellationTokenSource Source(KernelInvocationContext context);
}
