namespace Research.Alignment;

/// <summary>Something in a session's logs that was resolved by a rule and that the reader of the numbers should know.</summary>
/// <param name="File">Path of the log as the caller gave it.</param>
/// <param name="Line">Line number from 1; 0 where it concerns the file as a whole.</param>
/// <param name="Message">What was found and what was done about it.</param>
public readonly record struct LogWarning(string File, int Line, string Message)
{
    /// <summary><c>file, line n: message</c>.</summary>
    public override string ToString() => $"{File}{(Line > 0 ? $", line {Line}" : "")}: {Message}";
}
