using System.Runtime.InteropServices;

namespace Research.Notebooks;

/// <summary>The signals that a thread does not take.</summary>
/// <remarks>
/// On Unix the runtime aborts a thread by a signal and throws from within its handler (as of .NET 10). What the kernel blocks while a
/// handler runs then stays blocked, for this thread and for all threads that it starts: they can be neither aborted again nor
/// stopped for a garbage collection while they spin.
/// </remarks>
internal sealed partial class SignalMask
{
    private const int Bytes = 128; // a sigset_t of glibc; the others' are smaller

    private readonly byte[] _blocked = new byte[Bytes];

    /// <summary>The calling thread's mask.</summary>
    public SignalMask()
    {
        if (!OperatingSystem.IsWindows())
            Check(Exchange(0, null, _blocked));
    }

    /// <summary>Gives the calling thread this mask.</summary>
    public void Restore()
    {
        if (!OperatingSystem.IsWindows())
            Check(Exchange(OperatingSystem.IsMacOS() ? 3 : 2, _blocked, null)); // SIG_SETMASK
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new InvalidOperationException($"pthread_sigmask failed with error {error}.");
    }

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int Exchange(int how, byte[]? mask, byte[]? before);
}
