using Microsoft.Data.Analysis;
using Microsoft.Data.Sqlite;
using Research.Notebooks.Interactive;

namespace Research.Notebooks;

/// <summary>
/// SQL parts work on the notebook's database: queries are shown as tables, and the last one is the part's result.
/// </summary>
/// <remarks><c>#!sql --name best</c> keeps that result under a name, by which other languages can have it, as they can any table.
/// A frame that C# cells hold is a table of its variable's name.</remarks>
internal sealed class SqlLanguage(SqlDatabase database, ICellLanguage csharp) : ICellLanguage
{
    private readonly Dictionary<string, QueryResult> _named = [];

    public string Name => LanguageNames.Sql;

    public IReadOnlyList<(string Name, string Description)> Options => [("--name", "The name of the result.")];

    public IReadOnlyList<CellVariable> Variables =>
    [
        .. database.Tables.Where(table => !_named.ContainsKey(table))
            .Select(table => new CellVariable(table, typeof(QueryResult), () => database.Rows(table))),
        .. _named.Select(named => new CellVariable(named.Key, typeof(QueryResult), () => named.Value)),
    ];

    public Task<CellResult> RunAsync(CodePart code, PartRun run) => Task.Run(() => Run(code, run));

    public Task SetAsync(string name, object? value, PartRun run)
    {
        try
        {
            database.Register(name, value);
            return Task.CompletedTask;
        }
        catch (Exception e) when (e is ArgumentException or SqliteException or OverflowException)
        {
            throw new MagicException($"SQL cannot take {name}: {e.Message.Split(" (Parameter", 2)[0]}");
        }
    }

    private CellResult Run(CodePart code, PartRun run)
    {
        try
        {
            foreach (var variable in csharp.Variables)
            {
                database.Offer(code.Text, variable.Name, () => variable.Read() as DataFrame);
            }

            var results = database.Run(code.Text, run.Interrupt);
            foreach (var earlier in results.SkipLast(1))
            {
                run.Output.Display(MimeBundle.Of(earlier), Guid.NewGuid().ToString("N"));
            }

            if (results.Count == 0)
            {
                return run.Done();
            }

            if (code.Options.TryGetValue("--name", out string? name))
            {
                _named[name] = results[^1];
            }

            run.Output.ShowResult(MimeBundle.Of(results[^1]), run.Number);
            return run.Done(results[^1]);
        }
        catch (SqliteException e)
        {
            bool isInterrupt = run.Interrupt.IsCancellationRequested && e.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT;
            string message = $"{run.Label}, SQL from line {code.Line}: {Reason(e)}";
            return run.Fail(new CellError("SqlError", message, [message], code.Line), isInterrupt ? CellStatus.Interrupted
                : CellStatus.Failed);
        }
    }

    private string Reason(SqliteException error)
    {
        int start = error.Message.IndexOf('\'') + 1;
        string reason = error.Message[start..error.Message.LastIndexOf('\'')];
        return reason.StartsWith("no such table", StringComparison.Ordinal)
            ? $"{reason}; there are {(database.Tables is { Count: > 0 } tables ? string.Join(", ", tables) : "none")}."
            : reason;
    }
}
