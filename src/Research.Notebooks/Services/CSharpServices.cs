using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Research.Notebooks;

/// <summary>C#, by Roslyn's services for editors: a text is seen as if it were the next cell.</summary>
internal sealed class CSharpServices(CSharpEngine engine) : ILanguageServices, IDisposable
{
    private readonly Lazy<SubmissionWorkspace> _workspace = new(() => new SubmissionWorkspace());
    private readonly ImportableTypes _types = new();

    public Task<CompletionList> CompleteAsync(string code, int cursor, CancellationToken cancellation = default) =>
        Task.Run(() => new CSharpCompletion(Document(code), code, cursor).FindAsync(_types, cancellation), cancellation);

    public Task<MimeBundle?> InspectAsync(string code, int cursor, int detailLevel, CancellationToken cancellation = default) =>
        Task.Run(() => new CSharpInspection(Document(code)).FindAsync(cursor, detailLevel, cancellation), cancellation);

    public CodeCompleteness IsComplete(string code)
    {
        var text = PackageDirective.TakeSources(code, out _);
        var tree = CSharpSyntaxTree.ParseText(text, SubmissionCompiler.ParseOptions);
        if (!SyntaxFactory.IsCompleteSubmission(tree))
            return new CodeCompleteness(CompletenessStatus.Incomplete, Indent(tree));
        return tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            ? new CodeCompleteness(CompletenessStatus.Invalid, "")
            : new CodeCompleteness(CompletenessStatus.Complete, "");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_workspace.IsValueCreated)
            _workspace.Value.Dispose();
    }

    private Document Document(string code) => _workspace.Value.Next(engine.BindNext(), PackageDirective.TakeSources(code, out _));

    /// <summary>Four spaces for every brace, bracket or parenthesis that is still open.</summary>
    private static string Indent(SyntaxTree tree)
    {
        var depth = 0;
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
