using System.Text.RegularExpressions;

namespace Research.Notebooks;

/// <summary>Completes lines that are the same in all languages: <c>#!…</c>, <c>#r "…"</c> and <c>#load "…"</c>.</summary>
internal sealed partial class LineCompletion(PolyglotEngine engine)
{
    private readonly DirectiveCompletion _directives = new(() => engine.Directives);
    private readonly PackageCompletion _packages = new(TimeSpan.FromSeconds(1.5));
    private readonly FileCompletion _files = new(engine.CSharp.BaseDirectory);

    /// <summary>What can stand at the cursor; null on a line of another kind.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="cursor">The cursor.</param>
    /// <param name="language">The language around the line; null on one that begins with <c>#!</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<CompletionList?> CompleteAsync(string code, int cursor, string? language, CancellationToken cancellation)
    {
        int start = cursor == 0 ? 0 : code.LastIndexOf('\n', cursor - 1) + 1;
        string line = code[start..cursor];
        if (language is null)
        {
            return Import().Match(line) is { Success: true } file
                ? _files.Complete(file.Groups["path"].Value, cursor, ".ipynb", ".dib", ".csx", ".cs", ".fsx", ".fs")
                : await _directives.CompleteAsync(line, start);
        }

        if (language is not (LanguageNames.CSharp or LanguageNames.FSharp))
        {
            return null;
        }

        if (Directive().Match(line) is not { Success: true } match)
        {
            return null;
        }

        bool isFSharp = language == LanguageNames.FSharp;
        if (match.Groups["name"].Value == "load")
        {
            return _files.Complete(match.Groups["path"].Value, cursor, isFSharp ? [".fsx", ".fs"] : [".csx", ".cs"]);
        }

        return Package().Match(match.Groups["path"].Value) is { Success: true } package
            ? await CompleteAsync(package, code, cursor, cancellation)
            : Files(match.Groups["path"].Value, cursor);
    }

    /// <summary>Assemblies, and the word that makes it a package.</summary>
    private CompletionList Files(string path, int cursor)
    {
        var files = _files.Complete(path, cursor, ".dll");
        var package = new CompletionItem("nuget: ", "keyword", "a NuGet package");
        return "nuget:".StartsWith(path, StringComparison.Ordinal)
            ? new CompletionList(cursor - path.Length, cursor, [package, .. files.Items])
            : files;
    }

    private async Task<CompletionList> CompleteAsync(Match package, string code, int cursor, CancellationToken cancellation)
    {
        _ = PackageDirective.TakeSources(code, out var written);
        var sources = engine.CSharp.Packages.Sources.Union(written).ToList();
        var (id, version) = (package.Groups["id"].Value, package.Groups["version"]);
        var items = version.Success
            ? await _packages.VersionsAsync(id, version.Value, sources, cancellation)
            : await _packages.PackagesAsync(id, sources, cancellation);
        return new CompletionList(cursor - (version.Success ? version : package.Groups["id"]).Length, cursor, items);
    }

    [GeneratedRegex("""^\s*#(?<name>r|load)\s+@?"(?<path>[^"]*)$""")]
    private static partial Regex Directive();

    [GeneratedRegex(@"^\s*nuget:\s*(?<id>[\w.-]*)(\s*,\s*(?<version>[\w.*+-]*))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Package();

    [GeneratedRegex("""^#!import\s+"?(?<path>[^"]*)$""")]
    private static partial Regex Import();
}
