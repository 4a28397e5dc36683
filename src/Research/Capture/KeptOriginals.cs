namespace Research.Capture;

/// <summary>Copies of the files of a session as they were before its repair. Where the repair fails, they stay.</summary>
internal sealed class KeptOriginals(bool isKeeping) : IDisposable
{
    private const string Ending = ".before-repair";

    private readonly List<string> _copies = [];
    private string? _unfinished;

    /// <summary>Copies an open file; one that was copied before is not copied again.</summary>
    /// <exception cref="IOException">There is no room for the copy.</exception>
    public void Keep(FileStream file)
    {
        if (!isKeeping)
        {
            return;
        }

        _unfinished = FreeName(file.Name);
        using (var copy = new FileStream(_unfinished, FileMode.CreateNew, FileAccess.Write))
        {
            long position = file.Position;
            file.Position = 0;
            file.CopyTo(copy);
            copy.Flush(flushToDisk: true);
            file.Position = position;
        }

        _copies.Add(_unfinished);
        _unfinished = null;
    }

    /// <summary>Renames a file, whose place another one takes.</summary>
    public void Replace(string file, string by)
    {
        if (isKeeping)
        {
            string copy = FreeName(file);
            File.Move(file, copy);
            _copies.Add(copy);
        }

        File.Move(by, file, overwrite: true);
    }

    /// <summary>The copies that were made.</summary>
    public IReadOnlyList<string> Accept() => [.. _copies];

    /// <summary>Removes a copy that did not come to its end.</summary>
    public void Dispose()
    {
        if (_unfinished is not null)
        {
            File.Delete(_unfinished);
        }
    }

    /// <summary>An original that an earlier repair has kept is never replaced.</summary>
    private static string FreeName(string file)
    {
        string name = file + Ending;
        for (int number = 2; File.Exists(name); number++)
        {
            name = $"{file}{Ending}-{number}";
        }

        return name;
    }
}
