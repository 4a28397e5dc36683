namespace Research.Notebooks;

/// <summary>F#, by the running session; before its first cell nothing is known.</summary>
internal sealed class FSharpServices(FSharpLanguage language) : ILanguageServices
{
    public Task<CompletionList> CompleteAsync(string code, int cursor, CancellationToken cancellation = default) => Task.Run(
        () =>
        {
            var (start, end) = Identifiers.At(code, cursor);
            var from = start;
            while (from > 0 && (char.IsLetterOrDigit(code[from - 1]) || code[from - 1] is '.' or '_'))
                from--;
            var names = language.Session?.Complete(code[from..cursor]) ?? [];
            return new CompletionList(start, end, [.. names
                .Where(name => name.StartsWith(code[start..cursor], StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.OrdinalIgnoreCase)
                .Select(name => new CompletionItem(name, "property", null))]);
        },
        cancellation);

    public Task<MimeBundle?> InspectAsync(string code, int cursor, int detailLevel, CancellationToken cancellation = default)
    {
        var (start, end) = Identifiers.At(code, cursor);
        var variable = language.Variables.FirstOrDefault(variable => variable.Name == code[start..end]);
        return Task.FromResult(variable is null ? null : MimeBundle.OfFormats((MimeBundle.PlainText, $"{variable.Name} : {TypeNames.Short(variable.Type)}")));
    }

    /// <inheritdoc/>
    /// <remarks>As in F# Interactive: two semicolons or an empty line end an input of several lines.</remarks>
    public CodeCompleteness IsComplete(string code)
    {
        var text = code.TrimEnd(' ', '\t');
        var isDone = !text.Contains('\n') || text.EndsWith('\n') || text.EndsWith(";;", StringComparison.Ordinal);
        var opens = text.TrimEnd().EndsWith('=') || text.TrimEnd().EndsWith("->", StringComparison.Ordinal);
        return isDone && !opens
            ? new CodeCompleteness(CompletenessStatus.Complete, "")
            : new CodeCompleteness(CompletenessStatus.Incomplete, opens ? "    " : "");
    }
}
