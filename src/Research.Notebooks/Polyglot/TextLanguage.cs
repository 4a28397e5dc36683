namespace Research.Notebooks;

/// <summary>A language whose text is shown as it is.</summary>
internal sealed class TextLanguage(string name, string mimeType) : ICellLanguage
{
    public string Name => name;

    public IReadOnlyList<CellVariable> Variables => [];

    public Task<CellResult> RunAsync(CodePart code, PartRun run)
    {
        var text = code.Text.Trim('\n');
        run.Output.Display(MimeBundle.OfFormats((mimeType, text), (MimeBundle.PlainText, mimeType == MimeBundle.Html ? HtmlText.Of(text) : text)), Guid.NewGuid().ToString("N"));
        return Task.FromResult(run.Done());
    }

    public Task SetAsync(string name, object? value, PartRun run) =>
        throw new MagicException($"{Name} has no variables, so it cannot take \"{name}\".");
}
