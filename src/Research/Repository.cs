namespace Research;

/// <summary>Where the kit's folders are.</summary>
public static class Repository
{
    private static readonly Lazy<string> FoundRoot = new(FindRoot);

    /// <summary>
    /// The folder of <c>Research.sln</c>: <c>RESEARCH_HOME</c>, else the nearest one above the working directory or this
    /// assembly.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static string Root => FoundRoot.Value;

    /// <summary><c>datasets/</c>.</summary>
    public static string Datasets => Path.Combine(Root, "datasets");

    /// <summary>What runs write: the folder that <c>RESEARCH_RESULTS</c> names, else <c>results/</c>.</summary>
    public static string Results =>
        Environment.GetEnvironmentVariable("RESEARCH_RESULTS") is { Length: > 0 } chosen ? Path.GetFullPath(chosen)
            : Path.Combine(Root, "results");

    /// <summary>
    /// The git revision of the kit, with <c>+changes</c> where files differ from it; null where git cannot tell.
    /// </summary>
    public static string? Revision
    {
        get
        {
            string? commit = Git("rev-parse", "--short", "HEAD");
            return commit is null ? null : Git("status", "--porcelain") is { Length: > 0 } ? commit + "+changes" : commit;
        }
    }

    private static string? Git(params string[] arguments) => ProgramOutput.FirstLine("git", ["-C", Root, .. arguments]);

    private static string FindRoot()
    {
        string?[] starts = [Environment.GetEnvironmentVariable("RESEARCH_HOME"), Environment.CurrentDirectory,
            AppContext.BaseDirectory,
            Path.GetDirectoryName(typeof(Repository).Assembly.Location)];
        return starts.Where(start => !string.IsNullOrEmpty(start)).SelectMany(start => Ancestors(start!))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "Research.sln")))
            ?? throw new DirectoryNotFoundException(
                $"No Research.sln in or above {Environment.CurrentDirectory}; set RESEARCH_HOME to the kit's folder.");
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var d = new DirectoryInfo(folder); d is not null; d = d.Parent)
        {
            yield return d.FullName;
        }
    }
}
