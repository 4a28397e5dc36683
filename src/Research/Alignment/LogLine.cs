using System.Text;
using System.Text.Json;

namespace Research.Alignment;

/// <summary>The fields of one line of a session log, read without allocating; a fault is put in words.</summary>
internal ref struct LogLine
{
    private const string TimeExpected = "\"t\": UTC seconds, a finite number";

    /// <summary>UTC seconds.</summary>
    public double Time;

    /// <summary>Unescaped <c>event</c>, <c>key</c>, <c>code</c> and <c>type</c>; empty where absent.</summary>
    public ReadOnlySpan<byte> Event, Key, Code, Type;

    /// <summary>Reads one JSON object; fields it does not know are left alone.</summary>
    /// <returns>Null, or what is wrong: found and expected.</returns>
    public static (string Found, string Expected)? Read(ReadOnlySpan<byte> line, string example, out LogLine fields)
    {
        fields = default;
        bool hasTime = false;
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return (Quote(line), example);
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("t"u8))
                {
                    reader.Read();
                    if (reader.TokenType != JsonTokenType.Number)
                    {
                        return ($"\"t\": {Quote(Raw(reader, line))}", TimeExpected);
                    }

                    fields.Time = reader.GetDouble();
                    hasTime = true;
                }
                else if (reader.ValueTextEquals("event"u8))
                {
                    fields.Event = Text(ref reader);
                }
                else if (reader.ValueTextEquals("key"u8))
                {
                    fields.Key = Text(ref reader);
                }
                else if (reader.ValueTextEquals("code"u8))
                {
                    fields.Code = Text(ref reader, orNumber: true);
                }
                else if (reader.ValueTextEquals("type"u8))
                {
                    fields.Type = Text(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: half a surrogate pair
        {
            return NamesNoNumber(line) ? (Quote(line), TimeExpected) : (Quote(line), example);
        }

        return !hasTime ? ($"{Quote(line)} without \"t\"", TimeExpected)
            : !double.IsFinite(fields.Time) ? (Quote(line), TimeExpected)
            : null;
    }

    /// <summary>
    /// What unit a time has that is no UTC seconds: those of the year 5138 and later are milliseconds, or less.
    /// </summary>
    public static string? Unit(double time) => Math.Abs(time) switch
    {
        < 1e11 => null,
        < 1e14 => "milliseconds",
        < 1e17 => "microseconds",
        _ => "nanoseconds",
    };

    /// <summary>The beginning of a line, fit for an error message.</summary>
    public static string Quote(ReadOnlySpan<byte> line)
    {
        const int Longest = 80;
        string text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, Longest)]);
        text = string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return line.Length == 0 ? "a blank line" : line.Length > Longest ? text + "…" : text;
    }

    /// <summary>Python's <c>json</c> writes NaN and Infinity, which JSON does not have.</summary>
    private static bool NamesNoNumber(ReadOnlySpan<byte> line) => line.IndexOf("NaN"u8) >= 0 || line.IndexOf("Infinity"u8) >= 0;

    private static ReadOnlySpan<byte> Raw(Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return line[start..(int)reader.BytesConsumed];
    }

    private static ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader, bool orNumber = false)
    {
        reader.Read();
        if (orNumber && reader.TokenType == JsonTokenType.Number)
        {
            return reader.ValueSpan;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return default;
        }

        return reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
    }
}
