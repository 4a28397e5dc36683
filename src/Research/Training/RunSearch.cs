using System.IO.Enumeration;

namespace Research.Training;

/// <summary>Finds the folders of runs.</summary>
internal static class RunSearch
{
    private static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>Reads each run below a folder, on all cores. No run is inside another; links are not followed.</summary>
    /// <param name="root">The folder. One that is not there has no runs.</param>
    /// <param name="begin">Makes what a thread reads runs with.</param>
    /// <param name="read">Reads a run from what is in its folder; null: it is gone.</param>
    /// <returns>The runs, in no certain order.</returns>
    public static List<TRun> Below<TRun, TReader>(string root, Func<TReader> begin, Func<TReader, FolderListing, TRun?> read)
        where TRun : class
    {
        var found = new List<TRun>();
        string[] level = [Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))];
        while (level.Length > 0)
        {
            var looks = new (TRun? Run, IReadOnlyList<string> Inside)[level.Length];
            Parallel.For(0, level.Length, begin, (i, _, reader) =>
            {
                var listing = List(level[i]);
                looks[i] = listing.IsRun ? (read(reader, listing), []) : (null, listing.Folders);
                return reader;
            }, static _ => { });
            found.AddRange(looks.Select(look => look.Run).OfType<TRun>());
            level = [.. looks.SelectMany((look, i) => look.Inside.Select(name => Path.Join(level[i], name)))];
        }

        return found;
    }

    /// <summary>What is in a folder; nothing where it is gone or may not be read.</summary>
    /// <param name="folder">The folder, a full path without a separator at its end.</param>
    public static FolderListing List(string folder)
    {
        var listing = new FolderListing(folder, [], []);
        try
        {
            foreach (var (name, list) in new FileSystemEnumerable<(string Name, List<string>? List)>(folder, Find, Everything))
            {
                list?.Add(name);
            }
        }
        catch (IOException)
        {
            // deleted meanwhile: it has no runs
        }

        return listing;

        // Only of a folder does the system have to be asked for more than the name.
        (string Name, List<string>? List) Find(ref FileSystemEntry entry) => (entry.FileName.ToString(),
            !entry.IsDirectory ? listing.Files : (entry.Attributes & (FileAttributes.Hidden | FileAttributes.ReparsePoint)) == 0
            ? listing.Folders : null);
    }
}

/// <summary>What is in a folder.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Files">Names of its files, hidden ones too.</param>
/// <param name="Folders">Names of the folders in it; hidden ones and links are left out.</param>
internal sealed record FolderListing(string Folder, List<string> Files, List<string> Folders)
{
    /// <summary>Whether it is a run's.</summary>
    public bool IsRun => Files.Contains("config.json");
}
