using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Research.Notebooks;

/// <summary>
/// Writes into a cell's code, at the start of every loop's body and of every function that can call itself, the question
/// whether the cell is to stop, and in functions whether there is stack left. It costs a read of a static field or two, and moves
/// nothing to another line.
/// </summary>
internal sealed class Checkpoints : CSharpSyntaxRewriter
{
    private static readonly StatementSyntax Checkpoint =
        ParseStatement("global::Research.Notebooks.Interactive.Interrupt.Checkpoint();");
    private static readonly StatementSyntax Entrance =
        ParseStatement("global::Research.Notebooks.Interactive.Interrupt.Enter();");

    /// <summary>True if any cell of this process was ever made to stop; until then no checkpoint looks further.</summary>
    public static volatile bool AreArmed;

    /// <summary>Lets checkpoints look whether it is they that are meant.</summary>
    public static void Arm() => AreArmed = true;

    /// <summary>The tree with its checkpoints; itself if it cannot be parsed.</summary>
    public static SyntaxTree AddTo(SyntaxTree tree) =>
        tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            ? tree
            : tree.WithRootAndOptions(new Checkpoints().Visit(tree.GetRoot())!, tree.Options);

    public override SyntaxNode? Visit(SyntaxNode? node) => base.Visit(node) switch
    {
        WhileStatementSyntax loop => loop.WithStatement(Before(loop.Statement)),
        DoStatementSyntax loop => loop.WithStatement(Before(loop.Statement)),
        ForStatementSyntax loop => loop.WithStatement(Before(loop.Statement)),
        CommonForEachStatementSyntax loop => loop.WithStatement(Before(loop.Statement)),
        GotoStatementSyntax jump => Before(jump),
        MethodDeclarationSyntax { ExpressionBody: { } arrow } method when CanReturn(arrow, method.ReturnType, method.Modifiers) =>
            method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Returning(arrow, method.SemicolonToken)),
        LocalFunctionStatementSyntax { ExpressionBody: { } arrow } function
            when CanReturn(arrow, function.ReturnType, function.Modifiers) =>
            function.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Returning(arrow, function.SemicolonToken)),
        LocalFunctionStatementSyntax { Body: { } body } function => function.WithBody(Entering(body)),
        BaseMethodDeclarationSyntax { Body: { } body } method => method.WithBody(Entering(body)),
        AccessorDeclarationSyntax { Body: { } body } accessor => accessor.WithBody(Entering(body)),
        LambdaExpressionSyntax { Block: { } block } lambda => lambda.WithBlock(Entering(block)),
        var other => other,
    };

    private static BlockSyntax Entering(BlockSyntax block) => block.WithStatements(block.Statements.Insert(0, Entrance));

    private static BlockSyntax Before(BlockSyntax block) => block.WithStatements(block.Statements.Insert(0, Checkpoint));

    private static BlockSyntax Before(StatementSyntax statement) => statement is BlockSyntax block ? Before(block)
        : Block(Checkpoint, statement);

    private static bool CanReturn(ArrowExpressionClauseSyntax arrow, TypeSyntax type, SyntaxTokenList modifiers) =>
        type is not (RefTypeSyntax or PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword })
        && !modifiers.Any(SyntaxKind.AsyncKeyword)
        && arrow.Expression is not (ThrowExpressionSyntax or RefExpressionSyntax);

    private static BlockSyntax Returning(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon) => Block(
        Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(arrow.ArrowToken.LeadingTrivia)
        .WithTrailingTrivia(arrow.ArrowToken.TrailingTrivia),
        [Entrance, ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), arrow.Expression,
            Token(SyntaxKind.SemicolonToken))],
        Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(semicolon.TrailingTrivia));
}
