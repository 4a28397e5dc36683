using System.Text.RegularExpressions;
using Microsoft.Data.Analysis;
using Microsoft.Data.Sqlite;
using Research.Notebooks.Interactive;
using Research.Training;
using SQLitePCL;

namespace Research.Notebooks;

/// <summary>A notebook's database, in memory. It opens at its first use.</summary>
internal sealed class SqlDatabase : IDisposable
{
    private readonly Lock _gate = new();
    private SqliteConnection? _connection;
    private readonly HashSet<string> _offered = new(StringComparer.OrdinalIgnoreCase); // tables that no statement made

    /// <summary>The tables and views.</summary>
    public IReadOnlyList<string> Tables => _connection is null
        ? []
        : [.. Run("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name", CancellationToken.None)[0]
            .Select(row => (string)row["name"]!)];

    /// <summary>The columns of a table.</summary>
    public IReadOnlyList<string> Columns(string table) =>
        [.. Run($"SELECT name FROM pragma_table_info({Text(table)})", CancellationToken.None)[0]
            .Select(row => (string)row["name"]!)];

    /// <summary>All rows of a table or view.</summary>
    public QueryResult Rows(string table) => Run($"SELECT * FROM {Quote(table)}", CancellationToken.None)[0];

    /// <summary>Runs statements; a result for each query among them.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="interrupt">Ends the running one.</param>
    /// <exception cref="SqliteException">The database refuses one; those before it are done.</exception>
    public IReadOnlyList<QueryResult> Run(string sql, CancellationToken interrupt)
    {
        lock (_gate)
        {
            var connection = Open();
            Offer(sql, "runs", OfResults);
            using var stop = interrupt.Register(() => raw.sqlite3_interrupt(connection.Handle));
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var results = new List<QueryResult>();
            do
            {
                if (reader.FieldCount > 0)
                {
                    results.Add(Read(reader));
                }
            }
            while (reader.NextResult());
            return results;
        }
    }

    /// <summary>Makes a table of a sequence, in place of one of that name.</summary>
    /// <exception cref="ArgumentException">The value is no sequence, or its items have nothing to show.</exception>
    public void Register(string table, object? value)
    {
        var rows = RowReader.TryRead(value) ?? throw new ArgumentException(
            $"found {(value is null ? "null" : TypeNames.Short(value.GetType()))} for the table {table}, expected a sequence.",
                nameof(value));
        if (rows.Columns.Count == 0)
        {
            throw new ArgumentException(
                $"found a sequence without columns for the table {table}: its items have no public properties.", nameof(value));
        }

        lock (_gate)
        {
            _offered.Remove(table);
            using var transaction = Open().BeginTransaction();
            Execute($"DROP TABLE IF EXISTS {Quote(table)}");
            Execute(
                $"CREATE TABLE {Quote(table)} "
                + $"({string.Join(", ", rows.Columns.Zip(rows.Types, (column, type) => $"{Quote(column)} {SqlValue.Affinity(type)}".TrimEnd()))})");
            Insert(table, rows, transaction);
            transaction.Commit();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _connection?.Dispose();
        }
    }

    /// <summary>
    /// Statements that name a table which is none find a frame in it, as it is now: <c>runs</c> those of the results folder, any
    /// other name the variable of a C# cell.
    /// </summary>
    /// <param name="sql">The statements.</param>
    /// <param name="table">The name.</param>
    /// <param name="frame">Reads the frame; null where there is none.</param>
    public void Offer(string sql, string table, Func<DataFrame?> frame)
    {
        string name = $@"\b{Regex.Escape(table)}\b";
        lock (_gate)
        {
            if (!Regex.IsMatch(sql, name, RegexOptions.IgnoreCase))
            {
                return;
            }

            if (Regex.IsMatch(sql, $@"\b(create|drop)\s[^;]*\b(table|view)\s[^;]*{name}", RegexOptions.IgnoreCase))
            {
                _offered.Remove(table); // from now on it is the notebook's own
                return;
            }

            bool isOwn = !_offered.Contains(table) && Tables.Contains(table, StringComparer.OrdinalIgnoreCase);
            if (isOwn || frame() is not { Columns.Count: > 0 } offered)
            {
                return;
            }

            Register(table, offered);
            _offered.Add(table);
        }
    }

    private static DataFrame? OfResults() =>
        Directory.Exists(RunDirectory.Root) && Runs.Load(RunDirectory.Root) is { Rows.Count: > 0 } runs ? runs : null;

    private void Insert(string table, RowReader rows, SqliteTransaction transaction)
    {
        using var insert = _connection!.CreateCommand();
        insert.Transaction = transaction;
        var parameters = rows.Columns.Select((_, index) => insert.Parameters.Add(new SqliteParameter($"$p{index}", null)))
            .ToList();
        insert.CommandText =
            $"INSERT INTO {Quote(table)} VALUES ({string.Join(", ", parameters.Select(parameter => parameter.ParameterName))})";
        foreach (object?[] row in rows.Rows)
        {
            foreach (var (parameter, value) in parameters.Zip(row))
            {
                parameter.Value = SqlValue.Store(value);
            }

            insert.ExecuteNonQuery();
        }
    }

    private void Execute(string sql)
    {
        using var command = _connection!.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static QueryResult Read(SqliteDataReader reader)
    {
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            object?[] values = new object?[reader.FieldCount];
            for (int column = 0; column < values.Length; column++)
            {
                values[column] = reader.IsDBNull(column) ? null : reader.GetValue(column);
            }

            rows.Add(values);
        }

        return new QueryResult([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], rows);
    }

    private SqliteConnection Open()
    {
        if (_connection is null)
        {
            var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
            connection.Open();
            _connection = connection;
        }

        return _connection;
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
