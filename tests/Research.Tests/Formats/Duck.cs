using System.Collections;
using System.Globalization;
using DuckDB.NET.Data;

namespace Research.Tests.Formats;

/// <summary>DuckDB, which writes and reads Parquet files by its own code.</summary>
internal static class Duck
{
    /// <summary>Runs statements; gives the rows of the last one, each value as a text.</summary>
    public static List<string[]> Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(field => Text(reader.GetValue(field)))]);
        }

        return rows;
    }

    private static string Text(object value) =>
        value is IList list ? $"[{string.Join(",", list.Cast<object>().Select(Text))}]"
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
