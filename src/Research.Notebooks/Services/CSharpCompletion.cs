using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Research.Notebooks;

/// <summary>What can stand at the end of a C# text.</summary>
internal static class CSharpCompletion
{
    private static readonly CompletionItem[] Keywords =
    [
        .. SyntaxFacts.GetKeywordKinds().Select(SyntaxFacts.GetText).Distinct()
            .Where(word => !word.StartsWith('_'))
            .Select(word => new CompletionItem(word, "keyword", null)),
    ];

    /// <summary>The choices, in no order.</summary>
    /// <param name="submission">The text up to the word that is being written, and a name in its place.</param>
    /// <param name="end">Where the word begins.</param>
    /// <param name="typed">What is written of it.</param>
    /// <param name="cancellation">Gives up.</param>
    public static IEnumerable<CompletionItem> At(Submission submission, int end, string typed, CancellationToken cancellation)
    {
        var text = submission.Tree.GetText(cancellation);
        var last = end;
        while (last > 0 && char.IsWhiteSpace(text[last - 1]))
            last--;
        var token = last == 0 ? default : submission.Root.FindToken(last - 1);
        if (last > 0 && IsText(submission.Root, token, last, end))
            return [];

        var model = submission.Model;
        if (last > 0 && token.Kind() is SyntaxKind.DotToken or SyntaxKind.ColonColonToken or SyntaxKind.MinusGreaterThanToken)
            return Items(Members(model, token, end, cancellation).Where(IsWanted));
        return Items(model.LookupSymbols(end).Where(IsWanted)).Concat(Keywords.Where(word => word.Text.StartsWith(typed, StringComparison.Ordinal)));

        bool IsWanted(ISymbol symbol) => symbol.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>True in a comment, and in a literal that is not closed.</summary>
    private static bool IsText(SyntaxNode root, SyntaxToken token, int last, int end)
    {
        if (root.FindTrivia(Math.Max(end - 1, 0)).Kind() is SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia)
        {
            return true;
        }

        var isLiteral = token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.NumericLiteralToken;
        return isLiteral && token.FullSpan.Start < end && (last == end || token.ContainsDiagnostics);
    }

    private static IEnumerable<ISymbol> Members(SemanticModel model, SyntaxToken dot, int end, CancellationToken cancellation)
    {
        var left = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            AliasQualifiedNameSyntax name => name.Alias,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            _ => null,
        };
        if (left is null)
            return [];
        var symbol = model.GetSymbolInfo(left, cancellation).Symbol;
        if (symbol is IAliasSymbol alias)
            symbol = alias.Target;
        if (symbol is INamespaceSymbol space)
            return model.LookupNamespacesAndTypes(end, space);
        if (symbol is ITypeSymbol named)
            return model.LookupSymbols(end, named).Where(member => named.TypeKind == TypeKind.Enum ? member is IFieldSymbol : member.IsStatic || member is ITypeSymbol);
        var type = model.GetTypeInfo(left, cancellation).Type;
        if (type is null or IErrorTypeSymbol)
            return [];
        if (dot.Parent is MemberBindingExpressionSyntax && type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            type = nullable.TypeArguments[0];
        if (type is IPointerTypeSymbol pointer)
            type = pointer.PointedAtType;
        return model.LookupSymbols(end, type, includeReducedExtensionMethods: true).Where(member => !member.IsStatic && member is not ITypeSymbol);
    }

    private static IEnumerable<CompletionItem> Items(IEnumerable<ISymbol> symbols) => symbols
        .Where(symbol => symbol.CanBeReferencedByName && !symbol.IsImplicitlyDeclared && !symbol.Name.StartsWith('<') && !IsHidden(symbol))
        .GroupBy(symbol => symbol.Name)
        .Select(group => Item(group.First(), group.Count()));

    private static CompletionItem Item(ISymbol symbol, int overloads)
    {
        var signature = symbol.ToDisplayString(SymbolText.Line);
        return new CompletionItem(symbol.Name, Kind(symbol), overloads > 1 ? $"{signature} (+{overloads - 1} overloads)" : signature);
    }

    /// <summary>The names that Jupyter's front ends have icons for.</summary>
    private static string Kind(ISymbol symbol) => symbol switch
    {
        IMethodSymbol => "function",
        IPropertySymbol => "property",
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => "enum",
        IFieldSymbol or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol => "variable",
        IEventSymbol => "event",
        INamespaceSymbol => "module",
        INamedTypeSymbol { TypeKind: TypeKind.Interface } => "interface",
        INamedTypeSymbol { TypeKind: TypeKind.Enum } => "enum",
        INamedTypeSymbol { TypeKind: TypeKind.Struct } => "struct",
        _ => "class",
    };

    private static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == "EditorBrowsableAttribute" && attribute.ConstructorArguments is [{ Value: 1 }]);
}
