namespace Research.Notebooks.Tests;

/// <summary>Asks language services about a text in which a mark stands for the cursor.</summary>
internal static class MarkedText
{
    public static Task<CompletionList> CompleteAtAsync(this ILanguageServices services, string marked, char mark)
    {
        var (text, cursor) = Split(marked, mark);
        return services.CompleteAsync(text, cursor);
    }

    /// <summary>What inspection says, as plain text; null if it finds nothing.</summary>
    public static async Task<string?> InspectAtAsync(this ILanguageServices services, string marked, char mark, int detailLevel)
    {
        var (text, cursor) = Split(marked, mark);
        return (string?)(await services.InspectAsync(text, cursor, detailLevel))?[MimeBundle.PlainText];
    }

    private static (string Text, int Cursor) Split(string marked, char mark)
    {
        int cursor = marked.IndexOf(mark, StringComparison.Ordinal);
        return (marked.Remove(cursor, 1), cursor);
    }
}
