namespace Research.Notebooks.Jupyter;

/// <summary>Jupyter counts a cursor's place in Unicode code points, .NET in UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>The place in UTF-16 units; at most the text's end.</summary>
    public static int ToUnits(string text, int points)
    {
        var place = 0;
        for (; points > 0 && place < text.Length; points--)
            place += place + 1 < text.Length && char.IsSurrogatePair(text, place) ? 2 : 1;
        return place;
    }

    /// <summary>The place in code points.</summary>
    public static int FromUnits(string text, int units)
    {
        var points = 0;
        for (var place = 0; place < units && place < text.Length; points++)
            place += place + 1 < text.Length && char.IsSurrogatePair(text, place) ? 2 : 1;
        return points;
    }
}
