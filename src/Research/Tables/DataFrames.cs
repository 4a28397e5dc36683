using System.Reflection;
using Microsoft.Data.Analysis;
using Research.Metrics;

namespace Research.Tables;

/// <summary>Makes a <see cref="DataFrame"/>, the kit's table, of rows.</summary>
public static class DataFrames
{
    /// <summary>What is appended to a column's name for its interval: <c>F1</c>, <c>F1Low</c>, <c>F1High</c>.</summary>
    public const string Low = "Low", High = "High";

    /// <summary>
    /// What is appended to a column's name for its spread over seeds: <c>F1</c>, <c>F1Deviation</c>, <c>F1Runs</c>.
    /// </summary>
    public const string Deviation = "Deviation", Runs = "Runs";

    /// <summary>A frame with a column for each public property of the rows, in their order.</summary>
    /// <remarks>
    /// Numbers and <see cref="bool"/> keep their types; an enum and any other value becomes text; null is a missing value. A
    /// <see cref="ConfidenceInterval"/> becomes three columns (<see cref="Low"/>, <see cref="High"/>), a
    /// <see cref="SeedSpread"/> likewise (<see cref="Deviation"/>, <see cref="Runs"/>); shown, they are one again.
    /// </remarks>
    /// <typeparam name="T">A record, an anonymous object or the like.</typeparam>
    /// <param name="rows">The rows.</param>
    /// <exception cref="ArgumentException">The rows have no public property.</exception>
    public static DataFrame ToDataFrame<T>(this IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        PropertyInfo[] properties = [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)];
        if (properties.Length == 0)
        {
            throw new ArgumentException($"Rows of {typeof(T).Name} have no public property that a column could be made of.",
                nameof(rows));
        }

        T[] items = [.. rows];
        return new DataFrame(properties.SelectMany(property =>
            Columns(property.Name, property.PropertyType, [.. items.Select(item => property.GetValue(item))])));
    }

    /// <summary>
    /// A frame with a column for each name that a row has, and three for an interval or a spread; a row without it has no value
    /// there.
    /// </summary>
    /// <param name="rows">Values by name: numbers, <see cref="bool"/>, text, <see cref="ConfidenceInterval"/> or
    /// <see cref="SeedSpread"/>.</param>
    public static DataFrame OfDictionaries(IReadOnlyCollection<IReadOnlyDictionary<string, object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new DataFrame(rows.SelectMany(row => row.Keys).Distinct()
            .SelectMany(name => ColumnsOf(name, [.. rows.Select(row => row.GetValueOrDefault(name))])));
    }

    /// <summary>
    /// Of values that are all numbers, all true or false, or else text, a column of the narrowest type that holds them; of
    /// intervals and spreads three.
    /// </summary>
    internal static IEnumerable<DataFrameColumn> ColumnsOf(string name, IReadOnlyList<object?> values)
    {
        Type[] types = [.. values.OfType<object>().Select(value => value switch
        {
            long or int => typeof(long),
            double or float => typeof(double),
            bool or ConfidenceInterval or SeedSpread => value.GetType(),
            _ => typeof(string),
        }).Distinct()];
        return Columns(name, types.Length == 1 ? types[0] : types.Length == 2 && types.Contains(typeof(long))
            && types.Contains(typeof(double)) ? typeof(double) : typeof(string), values);
    }

    private static IEnumerable<DataFrameColumn> Columns(string name, Type type, IReadOnlyList<object?> values)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(ConfidenceInterval))
        {
            var intervals = values.Cast<ConfidenceInterval?>();
            yield return new DoubleDataFrameColumn(name, intervals.Select(interval => interval?.Estimate));
            yield return new DoubleDataFrameColumn(name + Low, intervals.Select(interval => interval?.Low));
            yield return new DoubleDataFrameColumn(name + High, intervals.Select(interval => interval?.High));
            yield break;
        }

        if (plain == typeof(SeedSpread))
        {
            var spreads = values.Cast<SeedSpread?>();
            yield return new DoubleDataFrameColumn(name, spreads.Select(spread => spread?.Mean));
            yield return new DoubleDataFrameColumn(name + Deviation, spreads.Select(spread => spread?.StandardDeviation));
            yield return new Int32DataFrameColumn(name + Runs, spreads.Select(spread => spread?.Count));
            yield break;
        }

        yield return Type.GetTypeCode(plain.IsEnum ? typeof(string) : plain) switch
        {
            TypeCode.Boolean => new BooleanDataFrameColumn(name, values.Select(value => (bool?)value)),
            TypeCode.Int32 => new Int32DataFrameColumn(name, values.Select(value => (int?)value)),
            TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.Int64 =>
                new Int64DataFrameColumn(name, values.Select(value => value is null ? null : (long?)Convert.ToInt64(value))),
            TypeCode.Single => new SingleDataFrameColumn(name, values.Select(value => (float?)value)),
            TypeCode.Double or TypeCode.Decimal =>
                new DoubleDataFrameColumn(name, values.Select(value => value is null ? null : (double?)Convert.ToDouble(value))),
            _ => new StringDataFrameColumn(name, values.Select(Text)),
        };
    }

    private static string? Text(object? value) => value is IFormattable formattable and not Enum
        ? formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture)
        : value?.ToString();
}
