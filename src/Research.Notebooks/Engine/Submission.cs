using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Research.Notebooks;

/// <summary>One cell's text, bound to all cells before it.</summary>
/// <param name="Compilation">The cell and all before it.</param>
/// <param name="Tree">The text, with its <see cref="Checkpoints"/>.</param>
/// <param name="Written">The text as it was written.</param>
internal sealed record Submission(CSharpCompilation Compilation, SyntaxTree Tree, SyntaxTree Written)
{
    /// <summary>True if no checkpoints were added.</summary>
    public bool IsAsWritten => Tree == Written;

    /// <summary>The same without checkpoints.</summary>
    public Submission AsWritten => new(Compilation.ReplaceSyntaxTree(Tree, Written), Written, Written);

    /// <summary>What the next cell has in scope without saying so: Roslyn drops the usings of a loaded file at its end.</summary>
    public ImmutableArray<string> ImportsForNext =>
    [
        .. Compilation.Options.Usings
            .Concat(Compilation.SyntaxTrees.Where(tree => tree != Tree)
                .SelectMany(tree => ((CompilationUnitSyntax)tree.GetRoot()).Usings)
                .Where(directive => directive.Alias is null)
                .Select(directive => directive.NamespaceOrType.ToString()))
            .Distinct(),
    ];

    public CompilationUnitSyntax Root => (CompilationUnitSyntax)Tree.GetRoot();

    public SemanticModel Model => Compilation.GetSemanticModel(Tree);

    /// <summary>
    /// False for a cell of comments, usings and references only: there is nothing to run, and Roslyn emits nothing.
    /// </summary>
    public bool HasCode => Compilation.SyntaxTrees.Any(tree => ((CompilationUnitSyntax)tree.GetRoot()).Members.Count > 0);

    /// <summary>True if the text ends with an expression that has a value and no semicolon: the cell's result.</summary>
    public bool EndsWithValue =>
        Root.Members.LastOrDefault()
            is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }
        && (last.Expression.IsKind(SyntaxKind.NullLiteralExpression)
            || Model.GetTypeInfo(last.Expression).Type is not ({ SpecialType: SpecialType.System_Void } or null));
}
