namespace Research.Arrays.Zarr;

/// <summary>
/// JSON as Python's <c>json</c> writes it: with <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> as numbers, which JSON lacks.
/// </summary>
internal static class PythonJson
{
    private static ReadOnlySpan<byte> NaN => "NaN"u8;

    private static ReadOnlySpan<byte> Infinity => "Infinity"u8;

    private static ReadOnlySpan<byte> MinusInfinity => "-Infinity"u8;

    /// <summary>The same with these three as strings, as zarr writes them in fill values.</summary>
    public static ReadOnlySpan<byte> ToJson(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf(NaN) < 0 && text.IndexOf(Infinity) < 0)
        {
            return text;
        }

        var json = new List<byte>(text.Length + 16);
        bool isInString = false;
        for (int i = 0; i < text.Length; i++)
        {
            var rest = text[i..];
            var name = isInString ? default
                : rest.StartsWith(NaN) ? NaN : rest.StartsWith(Infinity) ? Infinity : rest.StartsWith(MinusInfinity)
                ? MinusInfinity : default;
            if (!name.IsEmpty)
            {
                json.AddRange([(byte)'"', .. name, (byte)'"']);
                i += name.Length - 1;
                continue;
            }

            json.Add(text[i]);
            if (isInString && text[i] == '\\' && i + 1 < text.Length)
            {
                json.Add(text[++i]);
            }
            else if (text[i] == '"')
            {
                isInString = !isInString;
            }
        }

        return json.ToArray();
    }
}
