using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.QuickInfo;

namespace Research.Notebooks;

/// <summary>What Roslyn says of the name at a cursor; in an argument list, of what is being called.</summary>
/// <param name="document">The text.</param>
internal sealed class CSharpInspection(Document document)
{
    private const int MaxOverloads = 12;

    private static readonly string[] Summary =
        [QuickInfoSectionKinds.TypeParameters, QuickInfoSectionKinds.AnonymousTypes, QuickInfoSectionKinds.DocumentationComments];

    /// <summary>Signature and documentation, as text and as HTML; null where nothing is known.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="detailLevel">0 for the summary; above, parameters, result, exceptions and remarks too.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<MimeBundle?> FindAsync(int cursor, int detailLevel, CancellationToken cancellation)
    {
        if (await NameAsync(cursor, cancellation) is { } name)
        {
            string documentation = await DocumentationAsync(name, detailLevel, cancellation);
            return InspectionText.Bundle([name.Sections[0].Text.ReplaceLineEndings("\n")], documentation);
        }

        var root = (await document.GetSyntaxRootAsync(cancellation))!;
        var left = root.FindToken(Math.Max(cursor - 1, 0));
        var inside = left.Parent?.FirstAncestorOrSelf<BaseArgumentListSyntax>(list => list.SpanStart < cursor);
        if (inside?.Parent is not { } call)
        {
            return null;
        }

        var overloads = Called((await document.GetSemanticModelAsync(cancellation))!, call);
        var called = await NameAsync(inside.SpanStart - 1, cancellation);
        return overloads.Count == 0 || called is null
            ? null
            : InspectionText.Bundle(overloads, await DocumentationAsync(called, detailLevel, cancellation));
    }

    /// <summary>What is known of the name at a position; its first section is the signature.</summary>
    private async Task<QuickInfoItem?> NameAsync(int position, CancellationToken cancellation) =>
        await QuickInfoService.GetService(document)!.GetQuickInfoAsync(document, position, cancellation)
            is { Sections.Length: > 0 } info ? info : null;

    private async Task<string> DocumentationAsync(QuickInfoItem info, int detailLevel, CancellationToken cancellation)
    {
        var sections = info.Sections.Skip(1).Where(section => detailLevel > 0 || Summary.Contains(section.Kind));
        var lines = sections.Select(section => section.Text.Trim().ReplaceLineEndings("\n")).ToList();
        int place = info.Span.Start;
        if (detailLevel > 0 && await SymbolFinder.FindSymbolAtPositionAsync(document, place, cancellation) is { } symbol)
        {
            // Roslyn has no section for these.
            var comment = new DocumentationXml(symbol.GetDocumentationCommentXml(cancellationToken: cancellation));
            lines.InsertRange(Math.Min(1, lines.Count), comment.Parameters);
        }

        return string.Join('\n', lines.Where(line => line.Length > 0));
    }

    /// <summary>The overloads of what an argument list belongs to.</summary>
    private static List<string> Called(SemanticModel model, SyntaxNode call)
    {
        var info = model.GetSymbolInfo(call);
        var all = model.GetMemberGroup(call is InvocationExpressionSyntax invocation ? invocation.Expression : call);
        var symbols = all.Length > 0 ? all : info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols;
        var lines = symbols.OrderByDescending(symbol => SymbolEqualityComparer.Default.Equals(symbol, info.Symbol))
            .Take(MaxOverloads).Select(symbol => symbol.ToMinimalDisplayString(model, call.SpanStart)).ToList();
        if (symbols.Length > MaxOverloads)
        {
            lines.Add($"… and {symbols.Length - MaxOverloads} more");
        }

        return lines;
    }
}
