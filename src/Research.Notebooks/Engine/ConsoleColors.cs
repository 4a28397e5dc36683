namespace Research.Notebooks;

/// <summary>What a cell asks of <see cref="Console.ForegroundColor"/>, as the escapes that notebooks show in colour.</summary>
internal static class ConsoleColors
{
    // ANSI counts red, green, blue; ConsoleColor blue, green, red.
    private static readonly int[] Codes = [0, 4, 2, 6, 1, 5, 3, 7];

    /// <summary>The text with the colours that hold now around it; as it is where none was set.</summary>
    public static string Apply(string text)
    {
        if (OperatingSystem.IsBrowser() || OperatingSystem.IsWindows())
        {
            return text; // there, the colours belong to the console's window, and cannot be told from its defaults
        }

        var (foreground, background) = (Console.ForegroundColor, Console.BackgroundColor);
        string codes = string.Join(';', new[] { Code(foreground, 30), Code(background, 40) }.OfType<int>());
        return codes.Length == 0 || text.Length == 0 ? text : $"\e[{codes}m{text}\e[0m";
    }

    /// <summary>No colour is a number out of range.</summary>
    private static int? Code(ConsoleColor color, int normal) => (int)color switch
    {
        >= 0 and < 8 => normal + Codes[(int)color],
        >= 8 and < 16 => normal + 60 + Codes[(int)color - 8],
        _ => null,
    };
}
