using System.Runtime.InteropServices;

namespace Research.Capture.X11;

/// <summary>Shared memory, and waiting for a socket.</summary>
internal static unsafe partial class LibC
{
    private const string Name = "libc";

    public const int Private = 0, CreateForOwner = 0x380, Remove = 0;
    public const short Readable = 1;

    [LibraryImport(Name, SetLastError = true)]
    public static partial int shmget(int key, nuint size, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint shmat(int id, nint address, int flags);

    [LibraryImport(Name)]
    public static partial int shmdt(nint address);

    [LibraryImport(Name)]
    public static partial int shmctl(int id, int command, nint buffer);

    [LibraryImport(Name)]
    public static partial int setsid();

    [LibraryImport(Name)]
    public static partial int poll(PollDescriptor* descriptors, nuint count, int milliseconds);
}

[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    public int File;
    public short Events, Occurred;
}
