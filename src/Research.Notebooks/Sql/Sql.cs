using Microsoft.Data.Analysis;

namespace Research.Notebooks.Interactive;

/// <summary>
/// The notebook's SQLite database, which <c>#!sql</c> cells work on. It is in memory and ends with the notebook.
/// </summary>
public static class Sql
{
    /// <summary>
    /// Makes a table of a sequence: a column for each property, or for each field of a tuple. One of that name is replaced.
    /// </summary>
    /// <param name="table">The table's name.</param>
    /// <param name="rows">Records, anonymous objects, tuples, dictionaries, or plain values (a column <c>value</c>).</param>
    /// <exception cref="InvalidOperationException">The caller is no cell of a notebook.</exception>
    public static void Register<T>(string table, IEnumerable<T> rows) => Database.Register(table, rows);

    /// <summary>Makes a table of a frame, a column for each of its. One of that name is replaced.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="frame">The frame; missing values are NULL.</param>
    /// <exception cref="InvalidOperationException">The caller is no cell of a notebook.</exception>
    public static void Register(string table, DataFrame frame) => Database.Register(table, frame);

    /// <summary>Runs SQL and gives the rows of its last query.</summary>
    /// <exception cref="InvalidOperationException">The caller is no cell of a notebook.</exception>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">The database refuses it.</exception>
    public static QueryResult Query(string sql) =>
        Database.Run(sql, Interrupt.Token) is [.., var last] ? last : new QueryResult([], []);

    private static SqlDatabase Database => CellScope.Current?.Database
        ?? throw new InvalidOperationException("Sql was used outside a notebook's cell, so there is no database.");
}
