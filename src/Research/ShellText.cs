namespace Research;

/// <summary>Words of commands that a person pastes into a shell.</summary>
public static class ShellText
{
    /// <summary>Characters beside letters and digits that mean nothing to a shell.</summary>
    private const string Plain = "/._-+,:@%=";

    /// <summary>A word as a POSIX shell takes it: as it is, or in quotes where a character of it asks for them.</summary>
    /// <param name="word">A path, a name.</param>
    public static string Quote(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || Plain.Contains(letter)) ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
