using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Research.Notebooks;

/// <summary>C#, by Roslyn's services for editors: a text is seen as if it were the next cell.</summary>
internal sealed class CSharpServices(CSharpEngine engine) : ILanguageServices, IDisposable
{
    /// <summary>The errors of strings and characters that end with their line: the next line cannot close them.</summary>
    private static readonly string[] UnclosedLiterals = ["CS1010", "CS1011", "CS1012"];

    private readonly Lazy<SubmissionWorkspace> _workspace = new(() => new SubmissionWorkspace());
    private readonly ImportableTypes _types = new();

    public Task<CompletionList> CompleteAsync(string code, int cursor, CancellationToken cancellation = default) =>
        Task.Run(() => new CSharpCompletion(Document(code), code, cursor).FindAsync(_types, cancellation), cancellation);

    public Task<MimeBundle?> InspectAsync(string code, int cursor, int detailLevel, CancellationToken cancellation = default) =>
        Task.Run(() => new CSharpInspection(Document(code)).FindAsync(cursor, detailLevel, cancellation), cancellation);

    public CodeCompleteness IsComplete(string code)
    {
        string text = PackageDirective.TakeSources(code, out _);
        var tree = CSharpSyntaxTree.ParseText(text, SubmissionCompiler.ParseOptions);
        var errors = tree.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        bool isCut = errors.Any(error => UnclosedLiterals.Contains(error.Id))
            || tree.GetRoot().DescendantNodes().OfType<InterpolatedStringExpressionSyntax>().Any(IsCut);
        if (!isCut && !SyntaxFactory.IsCompleteSubmission(tree))
        {
            return new CodeCompleteness(CompletenessStatus.Incomplete, Indent(tree));
        }

        return errors.Count > 0
            ? new CodeCompleteness(CompletenessStatus.Invalid, "")
            : new CodeCompleteness(CompletenessStatus.Complete, "");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_workspace.IsValueCreated)
        {
            _workspace.Value.Dispose();
        }
    }

    private Document Document(string code) => _workspace.Value.Next(engine.BindNext(), PackageDirective.TakeSources(code, out _));

    /// <summary>True for <c>$"…</c> without its end; an open hole may go on in the next line.</summary>
    private static bool IsCut(InterpolatedStringExpressionSyntax text) =>
        text.StringStartToken.IsKind(SyntaxKind.InterpolatedStringStartToken) && text.StringEndToken.IsMissing
        && text.Contents.LastOrDefault() is not InterpolationSyntax { CloseBraceToken.IsMissing: true };

    /// <summary>Four spaces for every brace, bracket or parenthesis that is still open.</summary>
    private static string Indent(SyntaxTree tree)
    {
        int depth = 0;
        foreach (var token in tree.GetRoot().DescendantTokens().Where(token => !token.IsMissing))
        {
            depth += token.Kind() switch
            {
                SyntaxKind.OpenBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken => 1,
                SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken => -1,
                _ => 0,
            };
        }

        return new string(' ', 4 * Math.Max(depth, 0));
    }
}
