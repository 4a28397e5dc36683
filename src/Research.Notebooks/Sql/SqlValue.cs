using System.Globalization;

namespace Research.Notebooks;

/// <summary>How values of .NET are stored in SQLite, which knows integers, reals, texts and blobs.</summary>
internal static class SqlValue
{
    /// <summary>The column type that a .NET type is best stored in; empty where values keep their own.</summary>
    public static string Affinity(Type type)
    {
        var stored = Nullable.GetUnderlyingType(type) ?? type;
        return stored.IsEnum || stored == typeof(string) || stored == typeof(char) || stored == typeof(DateTime)
            || stored == typeof(DateTimeOffset) ? "TEXT"
            : stored == typeof(byte[]) ? "BLOB"
            : Type.GetTypeCode(stored) switch
            {
                TypeCode.Single or TypeCode.Double or TypeCode.Decimal => "REAL",
                TypeCode.Object => "",
                _ => "INTEGER",
            };
    }

    /// <summary>The value to store. What SQLite has no form for is stored as its text.</summary>
    public static object Store(object? value) => value switch
    {
        null or double.NaN or float.NaN => DBNull.Value, // SQLite has no NaN
        bool flag => flag ? 1L : 0L,
        Enum member => member.ToString(),
        char character => character.ToString(),
        float number => (double)number,
        decimal number => (double)number,
        ulong number => number <= long.MaxValue ? (long)number
            : throw new OverflowException($"{number} does not fit into SQLite's 64-bit integers."),
        byte[] or string or double or long => value,
        sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
