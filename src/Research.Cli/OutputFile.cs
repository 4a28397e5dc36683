using System.CommandLine;

namespace Research.Cli;

/// <summary>
/// A file that a verb writes: never one that it reads, and none that is there already unless <c>--force</c> is given.
/// </summary>
internal sealed class OutputFile
{
    private readonly string _ending;

    /// <summary>An output whose name has a certain ending.</summary>
    /// <param name="ending"><c>.mp4</c>.</param>
    public OutputFile(string ending) => _ending = ending;

    /// <summary><c>--force</c>.</summary>
    public Option<bool> Force { get; } =
        new("--force") { Description = "Replace the output if it is there already. What is read is never replaced." };

    /// <summary>
    /// Sees that the output may be written, and holds its name against other processes until the result is disposed.
    /// </summary>
    /// <param name="output">The file.</param>
    /// <param name="force">Whether one that is there may be replaced.</param>
    /// <param name="inputs">Files that are read; those that are not there are left out.</param>
    /// <exception cref="ArgumentException">The name has another ending.</exception>
    /// <exception cref="IOException">The file is read, or is there, or another process writes it.</exception>
    public IDisposable Claim(string output, bool force, params IEnumerable<string> inputs)
    {
        if (!output.EndsWith(_ending, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{output}: found a name that does not end in {_ending}; expected one that does.");
        }

        string place = RealPath(output);
        if (inputs.Where(File.Exists).FirstOrDefault(input => RealPath(input) == place) is { } read)
        {
            throw new IOException(
                $"{output}: found the output to be {read}, which is read; expected another file. What is read is never "
                + "replaced.");
        }

        string folder = Path.GetDirectoryName(place)!;
        Directory.CreateDirectory(folder);
        var claim = FileLock.Hold(Path.Combine(folder, $".{Path.GetFileName(place)}.lock"),
            $"{output}: found that another process is writing it; expected another name.");
        if (Directory.Exists(place) || (File.Exists(place) && !force))
        {
            claim.Dispose();
            throw new IOException(
                $"{output}: found {(Directory.Exists(place) ? "a folder" : "a file")} of that name; expected "
                + $"none{(Directory.Exists(place) ? "" : ", or --force to replace it")}.");
        }

        return claim;
    }

    /// <summary>The path without links, as far as it is there.</summary>
    public static string RealPath(string path)
    {
        string real = Path.GetPathRoot(Path.GetFullPath(path))!;
        foreach (string part in Path.GetFullPath(path)[real.Length..]
            .Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            FileSystemInfo there = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            real = there.LinkTarget is null ? real : there.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        }

        return real;
    }
}
