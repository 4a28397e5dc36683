using System.Runtime.InteropServices;

namespace Research.Capture;

/// <summary>Copies of the files of a session as they were before its repair. Where the repair fails, they stay.</summary>
internal sealed partial class KeptOriginals(bool isKeeping)
{
    private const string Ending = ".before-repair";

    private readonly List<string> _copies = [];

    /// <summary>Copies an open file. The copy is complete or not there.</summary>
    /// <exception cref="IOException">There is no room for the copy.</exception>
    public void Keep(FileStream file)
    {
        if (!isKeeping)
        {
            return;
        }

        string name = FreeName(file.Name);
        AtomicFile.Write(name, beside =>
        {
            using var copy = new FileStream(beside, FileMode.CreateNew, FileAccess.Write);
            long position = file.Position;
            file.Position = 0;
            file.CopyTo(copy);
            file.Position = position;
        });
        _copies.Add(name);
    }

    /// <summary>Gives a file another name too, and its place to another one: the place is never empty.</summary>
    public void Replace(string file, string by)
    {
        if (isKeeping)
        {
            string copy = FreeName(file);
            if (OperatingSystem.IsWindows() || link(file, copy) != 0)
            {
                File.Move(file, copy); // a file system without hard links
            }

            _copies.Add(copy);
        }

        File.Move(by, file, overwrite: true);
    }

    /// <summary>The copies that were made.</summary>
    public IReadOnlyList<string> Accept() => [.. _copies];

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

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string path, string name);
}
