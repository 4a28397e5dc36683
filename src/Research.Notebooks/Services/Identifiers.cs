namespace Research.Notebooks;

/// <summary>Finds the word at a cursor.</summary>
internal static class Identifiers
{
    /// <summary>Where the word that the cursor is in or behind begins and ends.</summary>
    public static (int Start, int End) At(string code, int cursor)
    {
        var (start, end) = (cursor, cursor);
        while (start > 0 && IsPart(code[start - 1]))
        {
            start--;
        }

        while (end < code.Length && IsPart(code[end]))
        {
            end++;
        }

        return (start, end);
    }

    private static bool IsPart(char character) => char.IsLetterOrDigit(character) || character == '_';
}
