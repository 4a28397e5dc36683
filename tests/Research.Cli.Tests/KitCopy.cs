using System.Diagnostics;

namespace Research.Cli.Tests;

/// <summary>
/// A copy of the kit to write into: the source that Research.Experiments.dll and its tests are made of, the notebooks, and what
/// was built, so that a build there compiles what is new.
/// </summary>
internal sealed class KitCopy : IDisposable
{
    private static readonly string[] Folders =
    [
        "notebooks", "src/Research", "src/Research.Experiments", "src/Research.Simulation", "src/Research.Notebooks/bin",
        "tests/fixtures", "tests/Shared", "tests/Research.Experiments.Tests", "src/Research.Notebooks/Experiments",
    ];

    private readonly string _command;

    public KitCopy()
    {
        foreach (string file in Directory.EnumerateFiles(Repository.Root))
        {
            File.Copy(file, this[Path.GetFileName(file)]);
        }

        foreach (string folder in Folders)
        {
            Copy(Path.Combine(Repository.Root, folder), this[folder]);
        }

        Copy(AppContext.BaseDirectory, this["command"]);
        _command = this["command/Research.Cli.dll"];
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("research-copy-").FullName;

    /// <summary>A file or folder of the copy.</summary>
    public string this[string path] => Path.Combine(Root, path);

    /// <summary>The research command, in the copy.</summary>
    public Kit Research(params string[] arguments) => Run([_command, .. arguments]);

    /// <summary>
    /// Builds one project, and takes those that it references as they are. The analysers, which take half of the time, have seen
    /// the template when Research.Experiments.Tests was built.
    /// </summary>
    public Kit Build(string project) => Run("build", this[project], "-c", "Release", "-v", "quiet", "--nologo",
        "-p:BuildProjectReferences=false", "-p:RunAnalyzers=false");

    /// <summary>Has the command work with the library as it was built last.</summary>
    public void UseBuiltLibrary() => File.Copy(this["src/Research.Experiments/bin/Release/net10.0/Research.Experiments.dll"],
        this["command/Research.Experiments.dll"], overwrite: true);

    /// <summary>Runs <c>dotnet</c>.</summary>
    public Kit Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet",
            arguments)
        { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Root };
        start.Environment["RESEARCH_HOME"] = Root;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Kit(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/bin/Debug/", StringComparison.Ordinal)))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
