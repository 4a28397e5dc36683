using Parquet;
using Parquet.Schema;

namespace Research.Formats;

/// <summary>Parquet files with columns of numbers, texts, and lists of them.</summary>
internal static class ParquetFile
{
    private const string Expected = "a Parquet file";

    /// <summary>Writes a file in one step.</summary>
    /// <param name="path">The file.</param>
    /// <param name="groups">The columns of each row group; all groups have the same.</param>
    /// <param name="metadata">Names and values for the file's footer.</param>
    public static void Write(string path, IReadOnlyList<IReadOnlyList<ParquetColumn>> groups, IReadOnlyDictionary<string,
        string>? metadata = null)
    {
        using var stream = new MemoryStream();
        WriteAsync(stream, groups, metadata).GetAwaiter().GetResult();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, beside => File.WriteAllBytes(beside, stream.ToArray()));
    }

    /// <summary>Reads the columns that are needed; lists of lists are none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="needed">Names of these columns. The file's other columns are in the result without values.</param>
    /// <exception cref="RecordingFormatException">
    /// It is no complete Parquet file, or a column that is needed lacks a value.
    /// </exception>
    public static IReadOnlyDictionary<string, ParquetValues> Read(string path, IReadOnlyCollection<string> needed)
    {
        GitLfsPointer.Refuse(path, Expected);
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length < 12 || !bytes.AsSpan(0, 4).SequenceEqual("PAR1"u8) || !bytes.AsSpan(bytes.Length - 4)
            .SequenceEqual("PAR1"u8))
        {
            throw new RecordingFormatException(path, null,
                $"{bytes.Length} bytes without "
                + $"{(bytes.AsSpan().StartsWith("PAR1"u8) ? "a footer (it was not finished)" : "PAR1 at both ends")}", Expected);
        }

        try
        {
            return ReadAsync(new MemoryStream(bytes), path, needed).GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is not (RecordingFormatException or OutOfMemoryException))
        {
            throw new RecordingFormatException(path, null,
                $"no columns that can be read ({fault.Message.Split('\n')[0].TrimEnd('.')})", Expected);
        }
    }

    private static async Task WriteAsync(Stream stream, IReadOnlyList<IReadOnlyList<ParquetColumn>> groups,
        IReadOnlyDictionary<string, string>? metadata)
    {
        Field[] fields = [.. groups[0].Select(Field (column) =>
            column.Width == 0 ? FieldOf(column, column.Name) : new ListField(column.Name, FieldOf(column, "element")))];
        var schema = new ParquetSchema(fields);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream).ConfigureAwait(false);
        if (metadata is not null)
        {
            writer.CustomMetadata = metadata;
        }

        foreach (var columns in groups)
        {
            using var group = writer.CreateRowGroup();
            foreach (var (field, column) in schema.DataFields.Zip(columns))
            {
                await (column.Values switch
                {
                    long[] values => Write(values),
                    float[] values => Write(values),
                    double[] values => Write(values),
                    string[] values when column.Width == 0 => group.WriteAsync(field, values),
                    string[] values => Write<ReadOnlyMemory<char>>([.. values.Select(value => value.AsMemory())]),
                    _ => throw new ArgumentException($"Found a column '{column.Name}' of {column.Values.GetType().Name}; "
                        + $"expected long, float, double or string."),
                }).ConfigureAwait(false);

                Task Write<T>(T[] values) where T : struct
                {
                    if (column.Width == 0)
                    {
                        return group.WriteAsync<T>(field, values);
                    }

                    int[] defined = [.. Enumerable.Repeat(field.MaxDefinitionLevel, values.Length)];
                    int[] repeated = [.. Enumerable.Range(0, values.Length).Select(place => place % column.Width == 0 ? 0 : 1)];
                    return group.WriteAllPartsAsync<T>(field, values, defined, repeated, default);
                }
            }
        }
    }

    private static DataField FieldOf(ParquetColumn column, string name) => column.Values switch
    {
        long[] => new DataField<long>(name),
        float[] => new DataField<float>(name),
        double[] => new DataField<double>(name),
        _ => new DataField<string>(name),
    };

    private static async Task<IReadOnlyDictionary<string, ParquetValues>> ReadAsync(Stream stream, string path,
        IReadOnlyCollection<string> needed)
    {
        await using var reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
        var columns = new Dictionary<string, ParquetValues>();
        foreach (var field in reader.Schema.DataFields.Where(field => field.MaxRepetitionLevel <= 1))
        {
            string name = field.Path.ToList()[0];
            if (!needed.Contains(name))
            {
                columns[name] = new ParquetValues(null, null, null, [0]);
                continue;
            }

            var parts = new List<ParquetValues>();
            for (int group = 0; group < reader.RowGroupCount; group++)
            {
                using var rows = reader.OpenRowGroupReader(group);
                parts.Add(await ReadAsync(rows, field, path).ConfigureAwait(false));
            }

            columns[name] = Joined(parts);
        }

        return columns;
    }

    private static async Task<ParquetValues> ReadAsync(ParquetRowGroupReader rows, DataField field, string path)
    {
        int count = checked((int)(rows.GetMetadata(field)?.MetaData?.NumValues ?? 0));
        int[] defined = new int[field.MaxDefinitionLevel > 0 ? count : 0],
            repeated = new int[field.MaxRepetitionLevel > 0 ? count : 0];
        async Task<T[]> Raw<T>() where T : struct
        {
            var values = new T[count];
            Memory<int>? levels = field.MaxDefinitionLevel > 0 ? defined.AsMemory()
                : (Memory<int>?)null, lists = field.MaxRepetitionLevel > 0 ? repeated.AsMemory() : (Memory<int>?)null;
            await rows.ReadRawAsync<T>(field, values.AsMemory(), levels, lists, default).ConfigureAwait(false);
            return values;
        }

        double[]? numbers = null;
        long[]? integers = null;
        string[]? texts = null;
        var type = field.ClrType;
        if (type == typeof(float))
        {
            numbers = [.. (await Raw<float>().ConfigureAwait(false)).Select(value => (double)value)];
        }
        else if (type == typeof(double))
        {
            numbers = await Raw<double>().ConfigureAwait(false);
        }
        else if (type == typeof(ReadOnlyMemory<char>) || type == typeof(string))
        {
            texts = [.. (await Raw<ReadOnlyMemory<char>>().ConfigureAwait(false)).Select(value => value.ToString())];
        }
        else
        {
            integers = type == typeof(long) ? await Raw<long>().ConfigureAwait(false)
                : type == typeof(ulong) ? [.. (await Raw<ulong>().ConfigureAwait(false)).Select(value => checked((long)value))]
                : type == typeof(int) ? [.. (await Raw<int>().ConfigureAwait(false)).Select(value => (long)value)]
                : type == typeof(uint) ? [.. (await Raw<uint>().ConfigureAwait(false)).Select(value => (long)value)]
                : type == typeof(short) ? [.. (await Raw<short>().ConfigureAwait(false)).Select(value => (long)value)]
                : type == typeof(sbyte) ? [.. (await Raw<sbyte>().ConfigureAwait(false)).Select(value => (long)value)]
                : type == typeof(byte) ? [.. (await Raw<byte>().ConfigureAwait(false)).Select(value => (long)value)]
                : type == typeof(bool) ? [.. (await Raw<bool>().ConfigureAwait(false)).Select(value => value ? 1L : 0L)]
                : [];
        }

        if (numbers is not null || texts is not null || integers is { Length: > 0 })
        {
            Require(defined, field, path);
        }

        int[] starts = repeated.Length > 0 ? [.. Enumerable.Range(0, count).Where(place => repeated[place] == 0), count]
            : [.. Enumerable.Range(0, count + 1)];
        return new ParquetValues(numbers, integers, texts, starts);
    }

    private static void Require(int[] defined, DataField field, string path)
    {
        if (defined.Any(level => level < field.MaxDefinitionLevel))
        {
            throw new RecordingFormatException(path, $"column {field.Path.ToList()[0]}", "a missing value",
                "a value in each row");
        }
    }

    private static ParquetValues Joined(List<ParquetValues> parts)
    {
        T[]? All<T>(Func<ParquetValues, T[]?> values) =>
            parts.Count > 0 && values(parts[0]) is not null ? [.. parts.SelectMany(part => values(part)!)] : null;
        var starts = new List<int> { 0 };
        foreach (var part in parts)
        {
            int before = starts[^1];
            starts.AddRange(part.Starts.Skip(1).Select(start => before + start));
        }

        return new ParquetValues(All(part => part.Numbers), All(part => part.Integers), All(part => part.Texts), [.. starts]);
    }
}
