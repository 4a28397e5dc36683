namespace Research;

/// <summary>A file that says that a process is at something. The system frees the lock of a process that dies.</summary>
public static class FileLock
{
    private const int Tries = 5; // who only looks (IsHeld) has it for an instant

    /// <summary>
    /// The lock of a file or folder: a hidden file beside it, <c>.NAME.lock</c>, as <c>NAME.lock</c> may be the user's own.
    /// </summary>
    /// <param name="path">The file or folder.</param>
    public static string Beside(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Path.Combine(Path.GetDirectoryName(full) ?? full, $".{Path.GetFileName(full)}.lock");
    }

    /// <summary>Holds the file until the result is disposed, which removes it.</summary>
    /// <param name="file">The file; made where it is absent.</param>
    /// <param name="busy">What to say where another process holds it.</param>
    /// <exception cref="IOException">Another process holds it.</exception>
    public static FileStream Hold(string file, string busy)
    {
        for (int tries = 1; ; tries++)
        {
            if (TryHold(file, out var held) is { } hold)
            {
                return hold;
            }

            if (tries == Tries)
            {
                throw new IOException(busy, held);
            }

            Thread.Sleep(20);
        }
    }

    /// <summary>
    /// Waits until no other process holds the file, then holds it until the result is disposed, which removes it.
    /// </summary>
    /// <param name="file">The file; made where it is absent.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public static FileStream Wait(string file, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryHold(file, out _) is { } hold)
            {
                return hold;
            }

            cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(200));
        }
    }

    /// <summary>Whether a process holds the file. One that died has left the file but not the lock.</summary>
    public static bool IsHeld(string file)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        try
        {
            new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1).Dispose();
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static FileStream? TryHold(string file, out IOException? held)
    {
        try
        {
            held = null;
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
                FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (File.Exists(file))
        {
            held = e;
            return null;
        }
    }
}
