using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Research;

/// <summary>
/// Opens what is to be read. A pipe or a device is refused at once, where opening it the usual way waits for a writer for ever.
/// </summary>
internal static partial class RegularFile
{
    private const int LinuxFlags = 0x800 | 0x8_0000, MacFlags = 0x4 | 0x100_0000; // O_NONBLOCK | O_CLOEXEC

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it should be, for messages: "a .npy file".</param>
    /// <exception cref="FileNotFoundException">There is nothing at this path.</exception>
    /// <exception cref="IOException">It is a folder, a pipe, a socket or a device, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read it.</exception>
    public static FileStream OpenRead(string path, string expected)
    {
        if (path.Length == 0)
        {
            throw new FileNotFoundException($"Found an empty path; expected {expected}.");
        }

        if (Directory.Exists(path))
        {
            throw new IOException($"{path}: found a folder; expected {expected}.");
        }

        var stream = OperatingSystem.IsWindows() ? null : OpenWithoutWaiting(path);
        try
        {
            stream ??= File.OpenRead(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"{path}: found nothing there; expected {expected}.", e);
        }

        if (stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        throw new IOException($"{path}: found a pipe, a socket or a device; expected {expected}.");
    }

    /// <summary>A file's content, without the mark that some editors put before UTF-8.</summary>
    /// <inheritdoc cref="OpenRead"/>
    public static byte[] ReadBytes(string path, string expected)
    {
        using var stream = OpenRead(path, expected);
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
    }

    /// <summary>Null where the file cannot be opened: .NET then says why.</summary>
    private static FileStream? OpenWithoutWaiting(string path)
    {
        int descriptor = open(path, OperatingSystem.IsMacOS() ? MacFlags : LinuxFlags);
        return descriptor < 0 ? null : new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);
}
