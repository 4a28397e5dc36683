using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Research.Notebooks;

/// <summary>
/// The packages that a notebook's cells have asked for so far. They are restored together, so that they fit together.
/// </summary>
/// <remarks>Of an assembly that the process has itself, the process's own is taken, whatever a package brings.</remarks>
internal sealed partial class PackageReferences(string baseDirectory, SubmissionLoadContext context)
{
    private readonly Dictionary<string, PackageDirective> _wanted = new(StringComparer.OrdinalIgnoreCase);
    private readonly PackageVersions _versions = new();
    private readonly HashSet<string> _sources = [];
    private readonly Dictionary<string, string> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _folders = [];
    private volatile IReadOnlyList<string> _compile = [];

    /// <summary>The feeds that cells have named.</summary>
    public IReadOnlyCollection<string> Sources => _sources;

    /// <summary>Called once with the folder of each package that was added, while the cell that asked for it waits.</summary>
    public Action<string>? Added { get; set; }

    /// <summary>The assemblies to compile against; the process's own are named by its files.</summary>
    public IReadOnlyList<string> Compile => _compile;

    /// <summary>Restores what a text asks for, and files that it loads.</summary>
    /// <param name="tree">The text.</param>
    /// <param name="sources">Feeds that it names.</param>
    /// <exception cref="PackageRestoreException">A package is not to be had; those before it stay.</exception>
    public void Require(SyntaxTree tree, IReadOnlyList<string> sources)
    {
        var asked = new List<PackageDirective>();
        Collect(tree, asked, []);
        Require(asked, sources);
    }

    /// <summary>Restores what F# code asks for, and takes its <c>#r</c> lines out; the other lines stay where they are.</summary>
    /// <param name="code">The code.</param>
    /// <param name="assemblies">The assemblies that the session is to refer to before it runs the code.</param>
    /// <exception cref="PackageRestoreException">A package is not to be had; those before it stay.</exception>
    public string PrepareFSharp(string code, out IReadOnlyList<string> assemblies)
    {
        assemblies = [];
        string rest = PackageDirective.TakeSources(code, out var sources);
        var lines = PackageLine().Matches(rest).Select(match => PackageDirective.TryParse(match.Groups[1].Value)!).ToList();
        if (lines.Count == 0)
        {
            return rest;
        }

        Require(lines, sources);
        assemblies = Compile;
        return PackageLine().Replace(rest, "");
    }

    private void Require(IReadOnlyList<PackageDirective> asked, IReadOnlyList<string> sources)
    {
        _sources.UnionWith(sources);
        _versions.Check(asked);
        var added = asked.Where(package => !_wanted.ContainsKey(package.Id))
            .DistinctBy(package => package.Id, StringComparer.OrdinalIgnoreCase).ToList();
        if (added.Count == 0)
        {
            return;
        }

        var restored = Restore(added);
        // What was taken before stays, even where the new packages would rather have a newer one: it may be loaded.
        foreach (string file in restored.Compile)
        {
            _files.TryAdd(Path.GetFileNameWithoutExtension(file), HostAssemblies.Find(Path.GetFileNameWithoutExtension(file))
            ?? file);
        }

        context.AddPackages(restored.Runtime, restored.Native);
        _compile = [.. _files.Values];
        foreach (string? folder in restored.Folders.Where(_folders.Add).ToList())
        {
            Added?.Invoke(folder);
        }
    }

    /// <summary>Restores packages together with those before them, and shows it.</summary>
    private RestoredPackages Restore(IReadOnlyList<PackageDirective> added)
    {
        var progress = new PackageProgress(added);
        RestoredPackages restored;
        try
        {
            restored = PackageRestorer.Restore(
                [.. _wanted.Values.Concat(added.Select(PackageVersions.ForHost))
                .OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase)],
                [.. _sources.Order()], CellScope.Current?.Interrupt ?? CancellationToken.None);
        }
        catch
        {
            progress.Fail(added);
            throw;
        }

        progress.End(added.Select(package => (package.Id,
            HostPackages.Find(package.Id) ?? restored.Versions.GetValueOrDefault(package.Id, package.Version))));
        _versions.Add(added, restored);
        foreach (var package in added)
        {
            _wanted.Add(package.Id, PackageVersions.ForHost(package));
        }

        return restored;
    }

    private void Collect(SyntaxTree tree, List<PackageDirective> asked, HashSet<string> seen)
    {
        var root = (CompilationUnitSyntax)tree.GetRoot();
        asked.AddRange(root.GetReferenceDirectives().Select(line => PackageDirective.TryParse(line.File.ValueText))
            .OfType<PackageDirective>());
        foreach (var load in root.GetLoadDirectives())
        {
            string folder = Path.GetDirectoryName(tree.FilePath) is { Length: > 0 } known ? known : baseDirectory;
            string path = Path.GetFullPath(load.File.ValueText.Replace('\\', Path.DirectorySeparatorChar), folder);
            if (File.Exists(path) && seen.Add(path))
            {
                Collect(CSharpSyntaxTree.ParseText(File.ReadAllText(path), (CSharpParseOptions)tree.Options, path), asked, seen);
            }
        }
    }

    [GeneratedRegex(@"^[ \t]*#r[ \t]+@?""([ \t]*nuget:[^""\n]+)""[ \t]*$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex PackageLine();
}
