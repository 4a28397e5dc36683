namespace Research.Notebooks;

/// <summary>A stretch of a cell in one language, by its place in the text.</summary>
/// <param name="Language">The language.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
internal sealed record CellRegion(string Language, int Start, int End)
{
    /// <summary>The stretch that the cursor is in; null on a line that begins with <c>#!</c>.</summary>
    public static CellRegion? At(string code, int cursor, string language)
    {
        int start = 0;
        for (int line = 0; line <= code.Length;)
        {
            int end = code.IndexOf('\n', line) is >= 0 and var found ? found : code.Length;
            if (code.AsSpan(line, end - line).StartsWith("#!"))
            {
                if (cursor >= line && cursor <= end)
                {
                    return null;
                }

                if (cursor < line)
                {
                    return new CellRegion(language, start, Math.Max(start, line - 1));
                }

                string name = code[(line + 2)..end].Split(' ', '\t', '\r')[0];
                language = LanguageNames.Find(name) ?? language;
                start = Math.Min(end + 1, code.Length);
            }

            line = end + 1;
        }

        return new CellRegion(language, start, code.Length);
    }
}
