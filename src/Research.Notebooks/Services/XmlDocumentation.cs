using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Research.Notebooks;

/// <summary>The documentation comments of symbols: from the source, the file beside an assembly, or the SDK's reference packs.</summary>
internal static partial class XmlDocumentation
{
    private static readonly ConcurrentDictionary<string, string> Files = new();

    private static readonly Lazy<IReadOnlyList<string>> Packs = new(FindPacks);

    /// <summary>What is said of a symbol; null if nothing is.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="compilation">What it was found in.</param>
    /// <param name="detailLevel">0 for the summary; above, everything.</param>
    public static string? Of(ISymbol symbol, Compilation compilation, int detailLevel)
    {
        var definition = ((symbol as IMethodSymbol)?.ReducedFrom ?? symbol).OriginalDefinition;
        var xml = definition.GetDocumentationCommentXml() is { Length: > 0 } own ? own : Find(definition, compilation);
        if (xml is null)
            return null;
        XElement member;
        try
        {
            member = XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null; // a comment in the middle of being written
        }

        var lines = new List<string>();
        Add("", member.Element("summary"));
        if (detailLevel > 0)
        {
            foreach (var parameter in member.Elements("param"))
                Add($"{(string?)parameter.Attribute("name")}: ", parameter);
            Add("Returns: ", member.Element("returns"));
            foreach (var exception in member.Elements("exception"))
                Add($"Throws {Name((string?)exception.Attribute("cref"))}: ", exception);
            Add("", member.Element("remarks"));
        }

        return lines.Count == 0 ? null : string.Join("\n", lines);

        void Add(string label, XElement? section)
        {
            var text = section is null ? "" : Space().Replace(Text(section), " ").Trim();
            if (text.Length > 0)
                lines.Add(label + text);
        }
    }

    private static string Text(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" } reference when reference.IsEmpty =>
            Name((string?)reference.Attribute("cref")) ?? (string?)reference.Attribute("langword") ?? (string?)reference.Attribute("href"),
        XElement { Name.LocalName: "paramref" or "typeparamref" } reference => (string?)reference.Attribute("name"),
        XElement inner => Text(inner),
        _ => "",
    }));

    /// <summary>The last name of a reference such as <c>M:System.String.Trim(System.Char)</c>.</summary>
    private static string? Name(string? reference) => reference is null ? null
        : reference.Split(':')[^1].Split('(')[0].Split('.')[^1].Split('`')[0];

    private static string? Find(ISymbol symbol, Compilation compilation)
    {
        if (symbol.GetDocumentationCommentId() is not { } id || symbol.ContainingAssembly is not { } assembly)
            return null;
        var beside = Path.ChangeExtension((compilation.GetMetadataReference(assembly) as PortableExecutableReference)?.FilePath, ".xml");
        var files = beside is not null && File.Exists(beside) ? [beside] : Packs.Value;
        var start = $"<member name=\"{id}\">";
        foreach (var file in files)
        {
            var text = Files.GetOrAdd(file, File.ReadAllText);
            var at = text.IndexOf(start, StringComparison.Ordinal);
            if (at >= 0)
                return text[at..(text.IndexOf("</member>", at, StringComparison.Ordinal) + "</member>".Length)];
        }

        return null;
    }

    /// <summary>The newest documentation of each of the framework's parts.</summary>
    private static IReadOnlyList<string> FindPacks()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "packs"));
        return Directory.Exists(root)
            ? [.. Directory.EnumerateDirectories(root, "*.Ref")
                .Select(pack => Directory.EnumerateDirectories(pack).OrderBy(path => Version.TryParse(Path.GetFileName(path), out var version) ? version : new Version()).LastOrDefault())
                .OfType<string>()
                .SelectMany(pack => Directory.EnumerateFiles(pack, "*.xml", SearchOption.AllDirectories))
                .OrderByDescending(file => Path.GetFileName(file) is "System.Runtime.xml" or "System.Collections.xml" or "System.Linq.xml")]
            : [];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
