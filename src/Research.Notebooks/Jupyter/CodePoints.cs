namespace Research.Notebooks.Jupyter;

/// <summary>Jupyter counts a cursor's place in Unicode code points, .NET in UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>The place in UTF-16 units; at most the text's end.</summary>
    public static int ToUnits(string text, int points) => text.EnumerateRunes().Take(points)
        .Sum(point => point.Utf16SequenceLength);

    /// <summary>The place in code points.</summary>
    public static int FromUnits(string text, int units) => text[..Math.Min(units, text.Length)].EnumerateRunes().Count();
}
