namespace Research.Notebooks;

/// <summary>Asks the language that the cursor is in; the lines that are the same in all languages come first.</summary>
internal sealed class PolyglotServices(
    PolyglotEngine engine, ILanguageServices csharp, ILanguageServices fsharp, ILanguageServices sql) : ILanguageServices
{
    private readonly LineCompletion _lines = new(engine);

    public async Task<CompletionList> CompleteAsync(string code, int cursor, CancellationToken cancellation = default)
    {
        var region = CellRegion.At(code, cursor, engine.DefaultLanguage);
        if (await _lines.CompleteAsync(code, cursor, region?.Language, cancellation) is { } line)
        {
            return line;
        }

        if (region is null || Services(region.Language) is not { } services)
        {
            return new CompletionList(cursor, cursor, []);
        }

        var found = await services.CompleteAsync(code[region.Start..region.End], cursor - region.Start, cancellation);
        return found with { Start = found.Start + region.Start, End = found.End + region.Start };
    }

    public async Task<MimeBundle?> InspectAsync(
        string code, int cursor, int detailLevel, CancellationToken cancellation = default) =>
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
}
