namespace Research.Notebooks;

/// <summary>SQL: keywords, and the tables and columns of the notebook's database.</summary>
internal sealed class SqlServices(SqlDatabase database) : ILanguageServices
{
    private static readonly string[] Keywords =
    [
        "AND", "AS", "ASC", "AVG", "BETWEEN", "BY", "CASE", "COUNT", "CREATE", "DELETE", "DESC", "DISTINCT", "DROP", "ELSE",
            "END", "FROM", "GROUP",
        "HAVING", "IN", "INSERT", "INTO", "IS", "JOIN", "LEFT", "LIKE", "LIMIT", "MAX", "MIN", "NOT", "NULL", "ON", "OR", "ORDER",
            "SELECT", "SET",
        "SUM", "TABLE", "THEN", "UNION", "UPDATE", "VALUES", "VIEW", "WHEN", "WHERE", "WITH",
    ];

    public Task<CompletionList> CompleteAsync(string code, int cursor, CancellationToken cancellation = default) => Task.Run(
        () =>
        {
            var (start, end) = WordAt(code, cursor);
            var tables = database.Tables;
            string? owner = start > 0 && code[start - 1] == '.' ? code[WordAt(code, start - 1).Start..(start - 1)] : null;
            var items = owner is not null
                ? Columns(tables.Where(table => table.Equals(owner, StringComparison.OrdinalIgnoreCase)))
                : tables.Select(table => new CompletionItem(table, "class", "table"))
                    .Concat(Columns(tables))
                    .Concat(Keywords.Select(word => new CompletionItem(word, "keyword", null)));
            return new CompletionList(start, end, [.. items
                .Where(item => item.Text.StartsWith(code[start..cursor], StringComparison.OrdinalIgnoreCase))
                .DistinctBy(item => item.Text)]);
        },
        cancellation);

    public Task<MimeBundle?> InspectAsync(string code, int cursor, int detailLevel, CancellationToken cancellation = default) =>
        Task.Run(
        () =>
        {
            var (start, end) = WordAt(code, cursor);
            string? table = database.Tables.FirstOrDefault(table =>
                table.Equals(code[start..end], StringComparison.OrdinalIgnoreCase));
            return table is null ? null : MimeBundle.OfFormats(
                (MimeBundle.PlainText, $"{table}({string.Join(", ", database.Columns(table))})"));
        },
        cancellation);

    public CodeCompleteness IsComplete(string code) => code.TrimEnd().EndsWith(';') || !code.Contains('\n')
        ? new CodeCompleteness(CompletenessStatus.Complete, "")
        : new CodeCompleteness(CompletenessStatus.Unknown, "");

    private IEnumerable<CompletionItem> Columns(IEnumerable<string> tables) =>
        tables.SelectMany(table => database.Columns(table)
            .Select(column => new CompletionItem(column, "property", $"column of {table}")));

    /// <summary>Where the word that the cursor is in or behind begins and ends.</summary>
    private static (int Start, int End) WordAt(string code, int cursor) =>
        (cursor - code[..cursor].Reverse().TakeWhile(IsPart).Count(), cursor + code[cursor..].TakeWhile(IsPart).Count());

    private static bool IsPart(char character) => char.IsLetterOrDigit(character) || character == '_';
}
