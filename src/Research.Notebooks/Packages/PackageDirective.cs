using System.Text.RegularExpressions;

namespace Research.Notebooks;

/// <summary>What a line such as <c>#r "nuget: MathNet.Numerics, 5.0.0"</c> asks for.</summary>
/// <param name="Id">The package.</param>
/// <param name="Version">The version, or a pattern such as <c>5.*</c>; <c>*</c> where the line names none.</param>
internal sealed partial record PackageDirective(string Id, string Version)
{
    /// <summary>Reads the text between the quotes of <c>#r</c>; null if it names no package.</summary>
    /// <exception cref="PackageRestoreException">It names a package in a way that cannot be read.</exception>
    public static PackageDirective? TryParse(string reference)
    {
        if (!reference.TrimStart().StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var match = Shape().Match(reference);
        return match.Success
            ? new PackageDirective(match.Groups["id"].Value, match.Groups["version"] is { Success: true } version ? version.Value
            : "*")
            : throw new PackageRestoreException($"found #r \"{reference}\", expected #r \"nuget: PACKAGE, VERSION\".");
    }

    /// <summary>Takes the lines <c>#i "nuget: SOURCE"</c> out of a text, which stays as long as it is.</summary>
    /// <param name="code">The text.</param>
    /// <param name="sources">The sources that they name.</param>
    public static string TakeSources(string code, out IReadOnlyList<string> sources)
    {
        sources = [];
        if (!code.Contains("#i", StringComparison.Ordinal))
        {
            return code;
        }

        var found = new List<string>();
        string rest = SourceLine().Replace(code, line =>
        {
            found.Add(line.Groups["source"].Value.Trim());
            return new string(' ', line.Length);
        });
        sources = found;
        return rest;
    }

    [GeneratedRegex(@"^\s*nuget:\s*(?<id>[A-Za-z0-9_][\w.-]*)\s*(,\s*(?<version>[\w.*+\-\[\](), ]*[\w*\])])\s*)?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Shape();

    [GeneratedRegex(@"^[ \t]*#i[ \t]+""nuget:(?<source>[^""\n]+)""[ \t]*$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex SourceLine();
}
