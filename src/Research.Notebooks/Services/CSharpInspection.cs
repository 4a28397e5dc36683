using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Research.Notebooks;

/// <summary>What the name at a cursor means; in an argument list, what is being called.</summary>
internal static class CSharpInspection
{
    /// <summary>The symbol, or all overloads where the arguments do not choose one yet; empty where nothing is known.</summary>
    public static IReadOnlyList<ISymbol> At(Submission submission, int cursor, CancellationToken cancellation)
    {
        if (submission.Root.FullSpan.Length == 0)
            return [];
        var model = submission.Model;
        foreach (var position in new[] { cursor, cursor - 1 }.Where(place => place >= 0 && place < submission.Root.FullSpan.End))
        {
            var token = submission.Root.FindToken(position);
            if (token.Span.Contains(position) && Named(model, token, cancellation) is { Length: > 0 } found)
                return found;
        }

        var inside = submission.Root.FindToken(Math.Clamp(cursor - 1, 0, Math.Max(submission.Root.FullSpan.End - 1, 0)));
        var call = inside.Parent?.FirstAncestorOrSelf<BaseArgumentListSyntax>()?.Parent;
        return call is null ? [] : Called(model, call, cancellation);
    }

    private static ImmutableArray<ISymbol> Named(SemanticModel model, SyntaxToken token, CancellationToken cancellation)
    {
        if (token.Parent is null || !(token.IsKind(SyntaxKind.IdentifierToken) || token.Parent is PredefinedTypeSyntax))
            return [];
        if (model.GetDeclaredSymbol(token.Parent, cancellation) is { } declared)
            return [declared];
        SyntaxNode node = token.Parent;
        if (node.Parent is ObjectCreationExpressionSyntax creation && creation.Type == node)
            node = creation;
        var info = model.GetSymbolInfo(node, cancellation);
        return info.Symbol is { } symbol ? [symbol]
            : info.CandidateSymbols.Length > 0 ? info.CandidateSymbols
            : model.GetMemberGroup(node, cancellation);
    }

    private static ImmutableArray<ISymbol> Called(SemanticModel model, SyntaxNode call, CancellationToken cancellation)
    {
        var info = model.GetSymbolInfo(call, cancellation);
        return info.Symbol is { } symbol ? [symbol]
            : call is InvocationExpressionSyntax invocation && model.GetMemberGroup(invocation.Expression, cancellation) is { Length: > 0 } group ? group
            : info.CandidateSymbols;
    }
}
