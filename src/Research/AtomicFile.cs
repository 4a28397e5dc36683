using System.Text;

namespace Research;

/// <summary>Files that are complete or not there: written beside their place, flushed to disk, and renamed.</summary>
public static class AtomicFile
{
    private const string Unfinished = ".unfinished-";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Replaces the file's content in one step.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content to the path it is given; what it leaves when it throws is removed.</param>
    /// <param name="ending">Of that path, for writers that go by it; by default the file's own.</param>
    /// <param name="flush">Whether to wait for the disk, so that the file is complete even after a power cut; without, it
    /// is complete when the process is killed.
    /// </param>
    /// <exception cref="DirectoryNotFoundException">There is no folder for it.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Action<string> write, string? ending = null, bool flush = true)
    {
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path), folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{path}: found no folder {folder}; expected one to write to.");
        }

        string beside = Path.Combine(folder, $"{Unfinished}{Guid.NewGuid():N}{ending ?? Path.GetExtension(full)}");
        try
        {
            write(beside);
            if (flush)
            {
                using var written = new FileStream(beside, FileMode.Open, FileAccess.ReadWrite);
                written.Flush(flushToDisk: true);
            }

            File.Move(beside, full, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Whether the file is one that a killed process has left beside its place.</summary>
    internal static bool IsUnfinished(string path) => Path.GetFileName(path).StartsWith(Unfinished, StringComparison.Ordinal);

    /// <summary>
    /// Replaces the file by text in UTF-8, in one step; the folder is created if need be. Half a surrogate pair becomes U+FFFD.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Write(path, beside => File.WriteAllBytes(beside, Utf8.GetBytes(content)));
    }
}
