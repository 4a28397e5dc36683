namespace Research.Notebooks;

/// <summary>Markdown is shown as such; the front end renders it.</summary>
internal sealed class MarkdownLanguage : ICellLanguage
{
    public string Name => LanguageNames.Markdown;

    public bool HasVariables => false;

    public Task<CellResult> RunAsync(CodePart code, PartRun run)
    {
        string text = code.Text.Trim('\n');
        run.Output.Display(MimeBundle.OfFormats(("text/markdown", text), (MimeBundle.PlainText, text)), EventTranslator.NewId());
        return Task.FromResult(run.Done());
    }
}
