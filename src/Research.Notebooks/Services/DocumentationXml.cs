using System.Xml;
using System.Xml.Linq;

namespace Research.Notebooks;

/// <summary>A documentation comment as lines of text.</summary>
/// <param name="xml">The comment's elements, within one; null or empty for none.</param>
internal sealed class DocumentationXml(string? xml)
{
    private readonly XElement? _member = Parse(xml);

    /// <summary>What is said in an element, such as <c>summary</c>; null if nothing is.</summary>
    public string? Section(string name) => Plain(_member?.Element(name));

    /// <summary>What is said of each parameter, a line each.</summary>
    public IEnumerable<string> Parameters =>
        _member?.Elements("param").Select(parameter => $"{(string?)parameter.Attribute("name")}: {Plain(parameter)}") ?? [];

    private static string? Plain(XElement? element) =>
        element is null ? null : string.Join(' ', Text(element).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Text(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } reference => Name((string?)reference.Attribute("cref")) ?? (string?)reference.Attribute("name")
            ?? (string?)reference.Attribute("langword") ?? (string?)reference.Attribute("href"),
        XElement inner => Text(inner),
        _ => "",
    }));

    /// <summary>The last name of a reference such as <c>M:System.String.Trim(System.Char)</c>.</summary>
    private static string? Name(string? reference) => reference?.Split(':')[^1].Split('(')[0].Split('.')[^1].Split('`')[0];

    private static XElement? Parse(string? xml)
    {
        try
        {
            return string.IsNullOrWhiteSpace(xml) ? null : XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null; // a comment in the middle of being written
        }
    }
}
