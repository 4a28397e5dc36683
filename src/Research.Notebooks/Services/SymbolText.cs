using System.Net;
using Microsoft.CodeAnalysis;

namespace Research.Notebooks;

/// <summary>Writes symbols for people: signature and documentation.</summary>
internal static class SymbolText
{
    /// <summary>One line: type, name and parameters.</summary>
    public static readonly SymbolDisplayFormat Line = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeRef)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    private const int MaxOverloads = 12;

    /// <summary>Signature and documentation, as text and as HTML.</summary>
    /// <param name="symbols">The symbol, or overloads.</param>
    /// <param name="submission">Where it is used, for short names.</param>
    /// <param name="detailLevel">0 for the summary; above, parameters, result, exceptions and remarks too.</param>
    public static MimeBundle Describe(IReadOnlyList<ISymbol> symbols, Submission submission, int detailLevel)
    {
        var position = submission.Root.FullSpan.End;
        var signatures = symbols.Take(MaxOverloads).Select(symbol => Signature(symbol, submission.Model, position)).ToList();
        if (symbols.Count > MaxOverloads)
            signatures.Add($"… and {symbols.Count - MaxOverloads} more");
        var documentation = symbols.Select(symbol => XmlDocumentation.Of(symbol, submission.Compilation, detailLevel)).FirstOrDefault(text => text is not null);
        var text = string.Join("\n", signatures) + (documentation is null ? "" : $"\n\n{documentation}");
        var html = $"<pre><b>{WebUtility.HtmlEncode(string.Join("\n", signatures))}</b></pre>"
            + (documentation is null ? "" : $"<div style=\"white-space:pre-line\">{WebUtility.HtmlEncode(documentation)}</div>");
        return MimeBundle.OfFormats((MimeBundle.Html, html), (MimeBundle.PlainText, text));
    }

    private static string Signature(ISymbol symbol, SemanticModel model, int position)
    {
        var line = symbol.ToMinimalDisplayString(model, position, Line);
        return symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol && symbol.ContainingType is { IsScriptClass: false, IsImplicitClass: false } type
            ? $"{line}    ({type.ToMinimalDisplayString(model, position)})"
            : line;
    }
}
