namespace Research.Alignment;

/// <summary>A session log that cannot be read: names the file, the line, what was found and what was expected.</summary>
public sealed class LogFormatException : FormatException
{
    /// <summary>Describes a fault of one line, or of the whole file where <paramref name="line"/> is 0.</summary>
    public LogFormatException(string file, int line, string found, string expected)
        : base($"{file}{(line > 0 ? $", line {line}" : "")}: found {found}; expected {expected}.")
    {
        File = file;
        Line = line;
        Found = found;
        Expected = expected;
    }

    /// <summary>Path of the log as the caller gave it.</summary>
    public string File { get; }

    /// <summary>Line number from 1; 0 where the fault is the file's as a whole.</summary>
    public int Line { get; }

    /// <summary>What stands in the file.</summary>
    public string Found { get; }

    /// <summary>What the format asks for.</summary>
    public string Expected { get; }
}
