namespace Research;

/// <summary>Folders that results go to.</summary>
public static class OutputFolder
{
    /// <summary>
    /// Makes a folder where it is absent, and sees that a file can be written to it, before there is anything to lose.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">It cannot be made or written to; the message names the folder and the reason.</exception>
    public static void Require(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string full = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(full);
            string probe = Path.Combine(full, $".unfinished-{Guid.NewGuid():N}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1,
                FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = File.Exists(full) ? "a file has this name"
                : !Directory.Exists(full) ? "it is not there and cannot be made"
                : e is FileNotFoundException or DirectoryNotFoundException ? "no file can be made in it"
                : e is UnauthorizedAccessException ? "this user may not write there"
                : e.Message.Split(" : ")[0].TrimEnd('.');
            throw new IOException($"{folder}: found no folder that can be written to ({reason}); expected one.", e);
        }
    }
}
