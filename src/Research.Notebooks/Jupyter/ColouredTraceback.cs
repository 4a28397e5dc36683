using System.Text.RegularExpressions;

namespace Research.Notebooks.Jupyter;

/// <summary>
/// A cell's error for the eye: the name in red, places in green, and the cell's own lines with an arrow at the faulty one.
/// </summary>
internal static partial class ColouredTraceback
{
    private const string Red = "\e[0;31m", Green = "\e[0;32m", Grey = "\e[0;90m", Plain = "\e[0m";
    private const int Around = 2;

    /// <summary>The lines of a front end's error output.</summary>
    /// <param name="error">The error.</param>
    /// <param name="code">The cell that failed.</param>
    public static IReadOnlyList<string> Of(CellError error, string code) =>
    [
        .. error.Traceback.Select((line, index) => index == 0 && error.Name != CellError.Compilation ? Named(line)
        : Place().Replace(line, $"{Green}$0{Plain}")),
        .. error.Line is { } at ? Excerpt(code, at) : [],
    ];

    private static string Named(string line)
    {
        int end = line.IndexOf(": ", StringComparison.Ordinal);
        return end < 0 ? $"{Red}{line}{Plain}" : $"{Red}{line[..end]}{Plain}{line[end..]}";
    }

    private static IEnumerable<string> Excerpt(string code, int at)
    {
        string[] lines = code.ReplaceLineEndings("\n").Split('\n');
        yield return "";
        for (int number = Math.Max(1, at - Around); number <= Math.Min(lines.Length, at + Around); number++)
        {
            yield return number == at
                ? $"{Green}--> {number,3}{Plain} {lines[number - 1]}"
                : $"{Grey}    {number,3} {lines[number - 1]}{Plain}";
        }
    }

    [GeneratedRegex(@"(cell \d+|[\w./-]+\.(cs|csx)), line \d+(, column \d+)?")]
    private static partial Regex Place();
}
