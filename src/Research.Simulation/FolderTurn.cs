namespace Research.Simulation;

/// <summary>One process at a time fills a folder, beside its place.</summary>
internal static class FolderTurn
{
    /// <summary>Waits until no other process is at the same file. The system frees the lock of a process that dies.</summary>
    /// <param name="file">The file that stands for the folder; made where it is absent.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static FileStream Wait(string file, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (File.Exists(file))
            {
                cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    /// <summary>Removes what was left unfinished, if anything was.</summary>
    public static void Discard(string unfinished)
    {
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }
    }
}
