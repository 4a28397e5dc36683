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
/// <remarks>
/// Lambdas whose body is an expression, and queries, stay as they are: by the syntax they may be expression trees, or return
/// nothing.
/// </remarks>
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
        BaseMethodDeclarationSyntax { ExpressionBody: { } arrow } method
            when Expand(arrow, ReturnsValue(method), method.SemicolonToken) is { } body =>
            method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body),
        LocalFunctionStatementSyntax { ExpressionBody: { } arrow } function
            when Expand(arrow, ReturnsValue(function), function.SemicolonToken) is { } body =>
            function.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body),
        AccessorDeclarationSyntax { ExpressionBody: { } arrow } accessor
            when Expand(arrow, accessor.IsKind(SyntaxKind.GetAccessorDeclaration), accessor.SemicolonToken) is { } body =>
            accessor.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body),
        PropertyDeclarationSyntax { ExpressionBody: { } arrow } property
            when Getter(arrow, property.SemicolonToken) is { } getter =>
            property.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(getter),
        IndexerDeclarationSyntax { ExpressionBody: { } arrow } indexer
            when Getter(arrow, indexer.SemicolonToken) is { } getter =>
            indexer.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(getter),
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

    /// <summary>Whether a function returns the value of its arrow's expression; null where its syntax does not say.</summary>
    private static bool? ReturnsValue(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => ReturnsValue(method.ReturnType, method.Modifiers),
        LocalFunctionStatementSyntax local => ReturnsValue(local.ReturnType, local.Modifiers),
        OperatorDeclarationSyntax operation => ReturnsValue(operation.ReturnType, operation.Modifiers),
        ConversionOperatorDeclarationSyntax => true,
        _ => false, // a constructor or a finalizer
    };

    private static bool? ReturnsValue(TypeSyntax type, SyntaxTokenList modifiers)
    {
        if (!modifiers.Any(SyntaxKind.AsyncKeyword))
        {
            return type is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };
        }

        return type is QualifiedNameSyntax qualified ? IsTaskOfValue(qualified.Right) : IsTaskOfValue(type);
    }

    private static bool? IsTaskOfValue(TypeSyntax type) => type switch
    {
        PredefinedTypeSyntax or IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" } => false, // async void too
        GenericNameSyntax => true,
        _ => null,
    };

    /// <summary>The block that an arrow stands for, with its entrance; null where the arrow stays.</summary>
    private static BlockSyntax? Expand(ArrowExpressionClauseSyntax arrow, bool? returnsValue, SyntaxToken semicolon)
    {
        if (returnsValue is not { } isReturned || arrow.Expression is ThrowExpressionSyntax or RefExpressionSyntax)
        {
            return null;
        }

        StatementSyntax statement = isReturned
            ? ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), arrow.Expression,
                Token(SyntaxKind.SemicolonToken))
            : ExpressionStatement(arrow.Expression);
        return Block(
            Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(arrow.ArrowToken.LeadingTrivia)
            .WithTrailingTrivia(arrow.ArrowToken.TrailingTrivia),
            [Entrance, statement],
            Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(semicolon.TrailingTrivia));
    }

    private static AccessorListSyntax? Getter(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon) =>
        Expand(arrow, returnsValue: true, Token(SyntaxKind.SemicolonToken)) is { } body
            ? AccessorList(
                Token(SyntaxKind.OpenBraceToken),
                [AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, body)],
                Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(semicolon.TrailingTrivia))
            : null;
}
