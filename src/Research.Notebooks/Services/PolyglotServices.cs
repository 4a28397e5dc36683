using Microsoft.DotNet.Interactive.Directives;

namespace Research.Notebooks;

/// <summary>Asks the language that the cursor is in; completes the <c>#!</c> lines themselves.</summary>
internal sealed class PolyglotServices(PolyglotEngine engine, ILanguageServices csharp, ILanguageServices fsharp, ILanguageServices sql) : ILanguageServices
{
    public async Task<CompletionList> CompleteAsync(string code, int cursor, CancellationToken cancellation = default)
    {
        if (CellRegion.At(code, cursor, engine.DefaultLanguage) is not { } region)
            return CompleteLine(code, cursor);
        if (Services(region.Language) is not { } services)
            return new CompletionList(cursor, cursor, []);
        var found = await services.CompleteAsync(code[region.Start..region.End], cursor - region.Start, cancellation);
        return found with { Start = found.Start + region.Start, End = found.End + region.Start };
    }

    public async Task<MimeBundle?> InspectAsync(string code, int cursor, int detailLevel, CancellationToken cancellation = default) =>
        CellRegion.At(code, cursor, engine.DefaultLanguage) is { } region && Services(region.Language) is { } services
            ? await services.InspectAsync(code[region.Start..region.End], cursor - region.Start, detailLevel, cancellation)
            : null;

    public CodeCompleteness IsComplete(string code) =>
        CellRegion.At(code, code.Length, engine.DefaultLanguage) is { } last && Services(last.Language) is { } services
            ? services.IsComplete(code[last.Start..])
            : new CodeCompleteness(CompletenessStatus.Complete, "");

    private ILanguageServices? Services(string language) => language switch
    {
        LanguageNames.CSharp => csharp,
        LanguageNames.FSharp => fsharp,
        LanguageNames.Sql => sql,
        _ => null,
    };

    private CompletionList CompleteLine(string code, int cursor)
    {
        var start = code.LastIndexOf('\n', Math.Max(cursor - 1, 0)) + 1;
        var typed = code[start..cursor];
        var choices = engine.Directives.Select(directive => new CompletionItem(
            directive.Name, directive is KernelSpecifierDirective ? "keyword" : "magic", DirectiveMistakes.Usage(directive)));
        return new CompletionList(start, cursor, [.. choices.Where(choice => choice.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))]);
    }
}
