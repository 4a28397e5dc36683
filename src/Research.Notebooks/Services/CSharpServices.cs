using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Research.Notebooks;

/// <summary>C#, by Roslyn: a text is bound to the cells that ran, as if it were the next one.</summary>
internal sealed class CSharpServices(CSharpEngine engine) : ILanguageServices
{
    public Task<CompletionList> CompleteAsync(string code, int cursor, CancellationToken cancellation = default) => Task.Run(
        () =>
        {
            var (start, end) = Identifiers.At(code, cursor);
            // What follows the cursor is left out: a half-written line above a whole one would be read as one with it.
            // A name stands in for the one being written, so that the text ends inside what is still open.
            var submission = engine.BindNext(code[..start] + "_");
            var items = CSharpCompletion.At(submission, start, code[start..cursor], cancellation)
                .OrderBy(item => item.Text, StringComparer.OrdinalIgnoreCase);
            return new CompletionList(start, end, [.. items]);
        },
        cancellation);

    public Task<MimeBundle?> InspectAsync(string code, int cursor, int detailLevel, CancellationToken cancellation = default) => Task.Run(
        () =>
        {
            var submission = engine.BindNext(code);
            var symbols = CSharpInspection.At(submission, cursor, cancellation);
            return symbols.Count == 0 ? null : SymbolText.Describe(symbols, submission, detailLevel);
        },
        cancellation);

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
