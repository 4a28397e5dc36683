namespace Research.Notebooks;

/// <summary>For a language that no editor can be helped with: everything is taken as it is written.</summary>
internal sealed class NoLanguageServices : ILanguageServices
{
    public static NoLanguageServices Instance { get; } = new();

    public Task<CompletionList> CompleteAsync(string code, int cursor, CancellationToken cancellation = default) =>
        Task.FromResult(new CompletionList(cursor, cursor, []));

    public Task<MimeBundle?> InspectAsync(string code, int cursor, int detailLevel, CancellationToken cancellation = default) =>
        Task.FromResult<MimeBundle?>(null);

    public CodeCompleteness IsComplete(string code) => new(CompletenessStatus.Unknown, Indent: "");
}
