using System.Runtime.InteropServices;

namespace Research.Natives;

/// <summary>How glibc's allocator treats the large blocks that tensors are made of.</summary>
/// <remarks>
/// By default glibc hands every block above 32 MiB back to the system when it is freed, and a training step then spends its time
/// on page faults: a stock training step takes 1.8 times as long. A large block in a secondary arena is unmapped all the same.
/// MALLOC_ARENA_MAX=1 in the environment, which <c>./research</c> and the kernel set, leaves one arena. No call could: a thread
/// keeps the arena that it has, and the cells of a notebook run on such a thread.
/// </remarks>
internal static partial class Allocator
{
    private const int TrimThreshold = -1, TopPad = -2, MmapMax = -4, Never = -1;

    /// <summary>Keeps freed blocks for the next tensors; to be called before the first.</summary>
    /// <remarks>Does nothing where the C library is not glibc, or RESEARCH_ALLOCATOR is <c>default</c>.</remarks>
    internal static void KeepLargeBlocks()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("RESEARCH_ALLOCATOR") == "default")
        {
            return;
        }

        try
        {
            _ = mallopt(MmapMax, 0);
            _ = mallopt(TrimThreshold, Never);
            _ = mallopt(TopPad, 64 << 20);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // another C library, such as musl
        }
    }

    [LibraryImport("libc.so.6")]
    private static partial int mallopt(int parameter, int value);
}
