using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Research.Notebooks;

/// <summary>One cell's text, bound to all cells before it.</summary>
internal sealed record Submission(CSharpCompilation Compilation, SyntaxTree Tree)
{
    public CompilationUnitSyntax Root => (CompilationUnitSyntax)Tree.GetRoot();

    public SemanticModel Model => Compilation.GetSemanticModel(Tree);

    /// <summary>False for a cell of comments, usings and references only: there is nothing to run, and Roslyn emits nothing.</summary>
    public bool HasCode => Compilation.SyntaxTrees.Any(tree => ((CompilationUnitSyntax)tree.GetRoot()).Members.Count > 0);

    /// <summary>True if the text ends with an expression that has a value and no semicolon: the cell's result.</summary>
    public bool EndsWithValue =>
        Root.Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }
        && Model.GetTypeInfo(last.Expression).Type is not ({ SpecialType: SpecialType.System_Void } or null);
}
