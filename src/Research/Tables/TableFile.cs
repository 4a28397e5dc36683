using System.Globalization;
using System.Text;
using Microsoft.Data.Analysis;
using Parquet;
using Parquet.Schema;

namespace Research.Tables;

/// <summary>
/// Frames as files: CSV (RFC 4180) for people and spreadsheets, Parquet for other programs. Both come back with the same values.
/// </summary>
public static class TableFile
{
    /// <summary>Writes a frame as CSV: UTF-8, a line of names first, numbers with all their digits and a point.</summary>
    /// <remarks>An empty text and a missing one are written alike.</remarks>
    /// <param name="frame">The frame.</param>
    /// <param name="path">The file; it is replaced when all is written.</param>
    public static void WriteCsv(this DataFrame frame, string path)
    {
        ArgumentNullException.ThrowIfNull(frame);
        AtomicFile.Write(path, ToCsv(frame));
    }

    /// <summary>A frame as the text of a CSV file.</summary>
    public static string ToCsv(this DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var text = new StringBuilder();
        AddLine(text, frame.Columns.Select(column => column.Name));
        foreach (var row in frame.Rows)
        {
            AddLine(text, row.Select(Text));
        }

        return text.ToString();
    }

    /// <summary>Reads a frame from CSV.</summary>
    /// <remarks>
    /// A column of whole numbers is <see cref="long"/>, of other numbers <see cref="double"/>, of <c>True</c> and <c>False</c>
    /// <see cref="bool"/>, else text; an empty cell is a missing value. (<c>DataFrame.LoadCsv</c> guesses <see cref="float"/>
    /// from the first rows, which loses digits, and trims texts.)
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">A line has another number of cells than the first, or a quote is not
    /// closed.</exception>
    public static DataFrame ReadCsv(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var lines = Lines(path, File.ReadAllText(path)).ToList();
        if (lines.Count == 0)
        {
            throw new InvalidDataException($"{path}: found nothing; expected a line with the columns' names.");
        }

        var names = lines[0].Cells;
        if (lines.Find(line => line.Cells.Count != names.Count) is { Cells: not null } odd)
        {
            throw new InvalidDataException(
                $"{path}, line {odd.Number}: found {odd.Cells.Count} cells; expected {names.Count}, as in the first line.");
        }

        return new DataFrame(names.Select((name, column) => Parse(name, [.. lines.Skip(1).Select(line => line.Cells[column])])));
    }

    /// <summary>Writes a frame as Parquet.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="path">The file; it is replaced when all is written.</param>
    public static void WriteParquet(this DataFrame frame, string path)
    {
        ArgumentNullException.ThrowIfNull(frame);
        using var stream = new MemoryStream();
        WriteAsync(frame, stream).GetAwaiter().GetResult();
        AtomicFile.Write(path, beside => File.WriteAllBytes(beside, stream.ToArray()));
    }

    /// <summary>Reads a frame from Parquet: numbers, <see cref="bool"/>, texts and times.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">A column is of another type, such as a list.</exception>
    public static DataFrame ReadParquet(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ReadAsync(path).GetAwaiter().GetResult();
    }

    private static void AddLine(StringBuilder text, IEnumerable<string> cells)
    {
        int start = text.Length;
        text.AppendJoin(',', cells.Select(cell => cell.AsSpan().IndexOfAny(",\"\n\r") < 0 ? cell
            : $"\"{cell.Replace("\"", "\"\"")}\""));
        // A line without a character would be no line at all.
        text.Append(text.Length == start ? "\"\"\n" : "\n");
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static DataFrameColumn Parse(string name, string[] cells)
    {
        string[] given = [.. cells.Where(cell => cell.Length > 0)];
        var culture = CultureInfo.InvariantCulture;
        object? Cell(string cell, Func<string, object> read) => cell.Length == 0 ? null : read(cell);
        object?[] All(Func<string, object> read) => [.. cells.Select(cell => Cell(cell, read))];
        return DataFrames.ColumnsOf(name, given.Length == 0 ? new object?[cells.Length]
            : given.All(cell => IsPlain(cell) && cell != "-0"
            && long.TryParse(cell, NumberStyles.AllowLeadingSign, culture, out _)) ? All(cell => long.Parse(cell, culture))
            : given.All(cell => double.TryParse(cell, NumberStyles.Float, culture, out _) && IsPlain(cell))
                ? All(cell => double.Parse(cell, culture))
            : given.All(cell => cell is "True" or "False") ? All(cell => bool.Parse(cell))
            : All(cell => cell)).Single();
    }

    /// <summary>Whether it is written as a number is: <c>007</c> and <c> 1</c> are texts.</summary>
    private static bool IsPlain(string cell)
    {
        string digits = cell.TrimStart('-');
        return !char.IsWhiteSpace(cell[0]) && !char.IsWhiteSpace(cell[^1]) && cell[0] != '+'
            && !(digits.Length > 1 && digits[0] == '0' && char.IsDigit(digits[1]));
    }

    private static IEnumerable<(int Number, List<string> Cells)> Lines(string path, string text)
    {
        int line = 1, place = text.StartsWith('\uFEFF') ? 1 : 0;
        while (place < text.Length)
        {
            int number = line;
            var cells = new List<string>();
            do
            {
                cells.Add(text.AsSpan(place).StartsWith("\"") ? Quoted() : Plain());
            }
            while (place < text.Length && text[place++] == ',');
            line++;
            if (place < text.Length && text[place - 1] == '\r' && text[place] == '\n')
            {
                place++;
            }

            yield return (number, cells);
        }

        string Plain()
        {
            int start = place;
            int length = text.AsSpan(start).IndexOfAny(",\n\r");
            place = length < 0 ? text.Length : start + length;
            return text[start..place];
        }

        string Quoted()
        {
            var cell = new StringBuilder();
            int opened = line;
            for (place++; ; place++)
            {
                if (place >= text.Length)
                {
                    throw new InvalidDataException($"{path}, line {opened}: found a quote that is not closed.");
                }

                if (text[place] != '"')
                {
                    line += text[place] == '\n' ? 1 : 0;
                    cell.Append(text[place]);
                }
                else if (place + 1 < text.Length && text[place + 1] == '"')
                {
                    cell.Append(text[place++]);
                }
                else
                {
                    break;
                }
            }

            place++;
            return place == text.Length || ",\n\r".Contains(text[place]) ? cell.ToString()
                : throw new InvalidDataException(
                    $"{path}, line {line}: found '{text[place]}' after a closing quote; expected a comma or the line's end.");
        }
    }

    private static async Task WriteAsync(DataFrame frame, Stream stream)
    {
        DataField[] fields = [.. frame.Columns.Select(column => new DataField(column.Name, column.DataType, isNullable: true))];
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream).ConfigureAwait(false);
        using var group = writer.CreateRowGroup();
        foreach (var (field, column) in fields.Zip(frame.Columns))
        {
            await (column switch
            {
                StringDataFrameColumn texts => group.WriteAsync(field, (string[])[.. texts]),
                PrimitiveDataFrameColumn<double> values => Write(values),
                PrimitiveDataFrameColumn<float> values => Write(values),
                PrimitiveDataFrameColumn<long> values => Write(values),
                PrimitiveDataFrameColumn<int> values => Write(values),
                PrimitiveDataFrameColumn<bool> values => Write(values),
                PrimitiveDataFrameColumn<DateTime> values => Write(values),
                _ => throw new NotSupportedException(
                    $"The column '{column.Name}' holds {column.DataType.Name}; a file holds numbers, bool, text and times."),
            }).ConfigureAwait(false);

            Task Write<T>(PrimitiveDataFrameColumn<T> values)
                where T : unmanaged => group.WriteAsync<T>(field, (T?[])[.. values]);
        }
    }

    private static async Task<DataFrame> ReadAsync(string path)
    {
        await using var reader = await ParquetReader.CreateAsync(path).ConfigureAwait(false);
        var columns = new List<DataFrameColumn>();
        foreach (var field in reader.Schema.GetDataFields())
        {
            columns.Add(field.ClrType switch
            {
                { } type when field.IsArray || field.MaxRepetitionLevel > 0 => throw Unknown(field, $"a list of {type.Name}"),
                { } type when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) =>
                    new StringDataFrameColumn(field.Name, await Texts(field).ConfigureAwait(false)),
                { } type when type == typeof(double) => await Numbers<double>(field).ConfigureAwait(false),
                { } type when type == typeof(float) => await Numbers<float>(field).ConfigureAwait(false),
                { } type when type == typeof(long) => await Numbers<long>(field).ConfigureAwait(false),
                { } type when type == typeof(int) => await Numbers<int>(field).ConfigureAwait(false),
                { } type when type == typeof(bool) => await Numbers<bool>(field).ConfigureAwait(false),
                { } type when type == typeof(DateTime) => await Numbers<DateTime>(field).ConfigureAwait(false),
                var type => throw Unknown(field, type.Name),
            });
        }

        return new DataFrame(columns);

        InvalidDataException Unknown(DataField field, string found) =>
            new($"{path}, column '{field.Name}': found {found}; expected numbers, bool, text or times.");

        async Task<List<string?>> Texts(DataField field)
        {
            var all = new List<string?>();
            foreach (var group in reader.RowGroups)
            {
                string?[] values = new string?[group.RowCount];
                await group.ReadAsync(field, values.AsMemory()).ConfigureAwait(false);
                all.AddRange(values);
            }

            return all;
        }

        async Task<DataFrameColumn> Numbers<T>(DataField field) where T : unmanaged
        {
            var all = new List<T?>();
            foreach (var group in reader.RowGroups)
            {
                if (field.IsNullable)
                {
                    var values = new T?[group.RowCount];
                    await group.ReadAsync<T>(field, (Memory<T?>)values).ConfigureAwait(false);
                    all.AddRange(values);
                }
                else
                {
                    var values = new T[group.RowCount];
                    await group.ReadAsync<T>(field, (Memory<T>)values).ConfigureAwait(false);
                    all.AddRange(values.Select(value => (T?)value));
                }
            }

            return new PrimitiveDataFrameColumn<T>(field.Name, all);
        }
    }
}
