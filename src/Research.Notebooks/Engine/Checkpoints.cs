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
/// <para>
/// Lambdas whose body is an expression, and queries, stay as they are: by the syntax they may be expression trees, or return
/// nothing.
/// </para>
/// <para>
/// Functions that dispose, and arrows of void and <c>async</c> functions, properties, accessors, constructors and operators,
/// check the stack alone. They may run while a stopped cell unwinds: a second exception at their start would lose what is yet
/// to be written.
/// </para>
/// </remarks>
/// <param name="isForSpeed">Whether the cell is compiled for speed. Its arrows that would check the stack alone stay as they
/// are.</param>
internal sealed class Checkpoints(bool isForSpeed) : CSharpSyntaxRewriter
{
    private static readonly StatementSyntax Checkpoint =
        ParseStatement("global::Research.Notebooks.Interactive.Interrupt.Checkpoint();");
    private static readonly StatementSyntax Entrance =
        ParseStatement("global::Research.Notebooks.Interactive.Interrupt.Enter();");
    private static readonly StatementSyntax StackCheck =
        ParseStatement("global::Research.Notebooks.Interactive.Interrupt.CheckStack();");

    /// <summary>True if any cell of this process was ever made to stop; until then no checkpoint looks further.</summary>
    public static volatile bool AreArmed;

    /// <summary>Lets checkpoints look whether it is they that are meant.</summary>
    public static void Arm() => AreArmed = true;

    /// <summary>The tree with its checkpoints; itself if it cannot be parsed.</summary>
    /// <param name="tree">A cell.</param>
    /// <param name="isForSpeed">Whether it is compiled for speed.</param>
    public static SyntaxTree AddTo(SyntaxTree tree, bool isForSpeed) =>
        tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            ? tree
            : tree.WithRootAndOptions(new Checkpoints(isForSpeed).Visit(tree.GetRoot())!, tree.Options);

    public override SyntaxNode? Visit(SyntaxNode? node) => base.Visit(node) switch
    {
        WhileStatementSyntax loop => loop.WithStatement(Before(loop.Statement)),
        DoStatementSyntax loop => loop.WithStatement(Before(loop.Statement)),
        ForStatementSyntax loop => loop.WithStatement(Before(loop.Statement)),
        CommonForEachStatementSyntax loop => loop.WithStatement(Before(loop.Statement)),
        GotoStatementSyntax jump => Before(jump),
        BaseMethodDeclarationSyntax { ExpressionBody: { } arrow } method
            when Expand(arrow, ReturnsValue(method), method.SemicolonToken, ArrowEntrance(method)) is { } body =>
            method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body),
        LocalFunctionStatementSyntax { ExpressionBody: { } arrow } function
            when Expand(arrow, ReturnsValue(function), function.SemicolonToken, ArrowEntrance(function)) is { } body =>
            function.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body),
        AccessorDeclarationSyntax { ExpressionBody: { } arrow } accessor
            when Expand(arrow, accessor.IsKind(SyntaxKind.GetAccessorDeclaration), accessor.SemicolonToken,
                ArrowEntrance(accessor)) is { } body =>
            accessor.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body),
        PropertyDeclarationSyntax { ExpressionBody: { } arrow } property
            when Getter(arrow, property.SemicolonToken) is { } getter =>
            property.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(getter),
        IndexerDeclarationSyntax { ExpressionBody: { } arrow } indexer
            when Getter(arrow, indexer.SemicolonToken) is { } getter =>
            indexer.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(getter),
        LocalFunctionStatementSyntax { Body: { } body } function => function.WithBody(Entering(body, Entrance)),
        BaseMethodDeclarationSyntax { Body: { } body } method =>
            method.WithBody(Entering(body, Disposes(method) ? StackCheck : Entrance)),
        AccessorDeclarationSyntax { Body: { } body } accessor => accessor.WithBody(Entering(body, Entrance)),
        LambdaExpressionSyntax { Block: { } block } lambda => lambda.WithBlock(Entering(block, Entrance)),
        var other => other,
    };

    private static BlockSyntax Entering(BlockSyntax block, StatementSyntax entrance) =>
        block.WithStatements(block.Statements.Insert(0, entrance));

    private static BlockSyntax Before(BlockSyntax block) => block.WithStatements(block.Statements.Insert(0, Checkpoint));

    private static BlockSyntax Before(StatementSyntax statement) => statement is BlockSyntax block ? Before(block)
        : Block(Checkpoint, statement);

    /// <summary>Whether a function disposes its object, by the names that .NET gives such functions.</summary>
    private static bool Disposes(BaseMethodDeclarationSyntax function) =>
        function is MethodDeclarationSyntax { Identifier.ValueText: "Dispose" or "DisposeAsync" or "DisposeAsyncCore" };

    /// <summary>What the block of a function's arrow begins with; null where the arrow stays.</summary>
    private StatementSyntax? ArrowEntrance(SyntaxNode function)
    {
        bool isComputation = function switch
        {
            MethodDeclarationSyntax method => IsComputation(method.ReturnType, method.Modifiers) && !Disposes(method),
            LocalFunctionStatementSyntax local => IsComputation(local.ReturnType, local.Modifiers),
            _ => false,
        };
        return isComputation ? Entrance : isForSpeed ? null : StackCheck;
    }

    /// <summary>True for a function that returns a value and is not <c>async</c>: such recursions may run for hours.</summary>
    private static bool IsComputation(TypeSyntax type, SyntaxTokenList modifiers) =>
        !modifiers.Any(SyntaxKind.AsyncKeyword) && ReturnsValue(type, modifiers) == true;

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
    private static BlockSyntax? Expand(
        ArrowExpressionClauseSyntax arrow, bool? returnsValue, SyntaxToken semicolon, StatementSyntax? entrance)
    {
        if (entrance is null || returnsValue is not { } isReturned
            || arrow.Expression is ThrowExpressionSyntax or RefExpressionSyntax)
        {
            return null;
        }

        // Comments and directives before the semicolon stay before it, each on its line.
        var end = Token(SyntaxKind.SemicolonToken).WithLeadingTrivia(semicolon.LeadingTrivia);
        StatementSyntax statement = isReturned
            ? ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), arrow.Expression, end)
            : ExpressionStatement(arrow.Expression).WithSemicolonToken(end);
        return Block(
            Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(arrow.ArrowToken.LeadingTrivia)
            .WithTrailingTrivia(arrow.ArrowToken.TrailingTrivia),
            [entrance, statement],
            Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(semicolon.TrailingTrivia));
    }

    private AccessorListSyntax? Getter(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon) =>
        Expand(arrow, returnsValue: true, Token(SyntaxKind.SemicolonToken).WithLeadingTrivia(semicolon.LeadingTrivia),
            ArrowEntrance(arrow)) is { } body
            ? AccessorList(
                Token(SyntaxKind.OpenBraceToken),
                [AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, body)],
                Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(semicolon.TrailingTrivia))
            : null;
}
