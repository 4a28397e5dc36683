namespace Research.Figures;

/// <summary>Titles as names of files.</summary>
internal static class FigureName
{
    /// <summary>The title in lower case, words joined by hyphens; <c>figure</c> where it has no letter or digit.</summary>
    internal static string Of(string title)
    {
        string words = new([.. title.ToLowerInvariant().Select(letter => char.IsLetterOrDigit(letter) ? letter : ' ')]);
        string name = string.Join('-', words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return name.Length == 0 ? "figure" : name[..Math.Min(name.Length, 100)].TrimEnd('-');
    }
}
