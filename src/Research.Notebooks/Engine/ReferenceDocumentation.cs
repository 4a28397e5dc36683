using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Research.Notebooks;

/// <summary>The documentation comments of an assembly: in the file beside it; the framework's in reference packs.</summary>
/// <param name="assembly">The assembly's file.</param>
/// <param name="texts">The documentation files that were read, by their path; shared by all references of an engine.</param>
internal sealed class ReferenceDocumentation(string assembly, ConcurrentDictionary<string, string> texts) : DocumentationProvider
{
    private readonly Lazy<IReadOnlyList<string>> _files = new(() => Files(assembly));

    private string Assembly { get; } = assembly;

    public override bool Equals(object? other) =>
        other is ReferenceDocumentation documentation && documentation.Assembly == Assembly;

    public override int GetHashCode() => Assembly.GetHashCode(StringComparison.Ordinal);

    protected override string? GetDocumentationForSymbol(
        string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        Find(documentationMemberID);

    /// <summary>The comment of a member; empty if there is none.</summary>
    /// <param name="id">The member, as documentation files call it.</param>
    public string Find(string id)
    {
        string start = $"<member name=\"{id}\">";
        foreach (string file in _files.Value)
        {
            string text = texts.GetOrAdd(file, File.ReadAllText);
            int at = text.IndexOf(start, StringComparison.Ordinal);
            if (at >= 0)
            {
                return text[at..(text.IndexOf("</member>", at, StringComparison.Ordinal) + "</member>".Length)];
            }
        }

        return "";
    }

    private static IReadOnlyList<string> Files(string assembly)
    {
        string beside = Path.ChangeExtension(assembly, ".xml");
        if (File.Exists(beside))
        {
            return [beside];
        }

        string shared = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(assembly)!, "..", ".."));
        string packs = Path.Combine(shared, "..", "packs");
        if (Path.GetFileName(shared) != "shared" || !Directory.Exists(packs))
        {
            return [];
        }
        // A reference pack documents a type where programs refer to it, which is seldom the assembly that holds its code.
        string[] first = [Path.GetFileName(beside), "System.Runtime.xml", "System.Collections.xml", "System.Linq.xml"];
        return [.. Directory.EnumerateDirectories(packs, "*.Ref")
            .Select(pack => Directory.EnumerateDirectories(pack).MaxBy(Version))
            .OfType<string>()
            .SelectMany(pack => Directory.EnumerateFiles(pack, "*.xml", SearchOption.AllDirectories))
            .OrderBy(file => Array.IndexOf(first, Path.GetFileName(file)) is >= 0 and var place ? place : first.Length)];
    }

    private static Version Version(string folder) =>
        System.Version.TryParse(Path.GetFileName(folder), out var version) ? version : new Version();
}
