namespace Research.Formats;

/// <summary>
/// Files that come into a folder once all of them are complete: they are written to a hidden folder in it, and moved. One
/// process at a time writes to it this way.
/// </summary>
internal sealed class StagedFolder : IDisposable
{
    private const string Hidden = ".unfinished-import";

    private readonly FileStream _turn;

    private StagedFolder(string target, string staged, FileStream turn) => (Target, Staged, _turn) = (target, staged, turn);

    /// <summary>The folder, as it was given.</summary>
    public string Target { get; }

    /// <summary>Where the files are written.</summary>
    public string Staged { get; }

    /// <summary>Makes the folder where it is absent. What a killed process left is removed.</summary>
    /// <exception cref="IOException">It cannot be written to, or another process writes to it.</exception>
    public static StagedFolder Claim(string folder)
    {
        OutputFolder.Require(folder);
        var turn = FileLock.Hold(Path.Combine(folder, Hidden + ".lock"),
            $"{folder}: found that another process writes to it; expected another folder.");
        var claimed = new StagedFolder(folder, Path.Combine(folder, Hidden), turn);
        try
        {
            claimed.Discard();
            Directory.CreateDirectory(claimed.Staged);
            return claimed;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Moves all files to the folder.</summary>
    /// <exception cref="IOException">One of the same name is there.</exception>
    public void Accept()
    {
        foreach (string file in Directory.EnumerateFiles(Staged).Order(StringComparer.Ordinal).ToList())
        {
            File.Move(file, Path.Combine(Target, Path.GetFileName(file)));
        }
    }

    /// <summary>Removes what was not accepted, and lets others write to the folder.</summary>
    public void Dispose()
    {
        try
        {
            Discard();
        }
        finally
        {
            _turn.Dispose();
        }
    }

    private void Discard()
    {
        if (Directory.Exists(Staged))
        {
            Directory.Delete(Staged, recursive: true);
        }
    }
}
