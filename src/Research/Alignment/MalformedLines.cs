namespace Research.Alignment;

/// <summary>What to do with a line of an event log that is not an event.</summary>
public enum MalformedLines
{
    /// <summary>
    /// Throw a <see cref="LogFormatException"/>: a lost <c>keyup</c> would hold a key down for the rest of the session.
    /// </summary>
    Refuse,

    /// <summary>Leave the line out, and report all such lines with their numbers in one <see cref="LogWarning"/>.</summary>
    Skip,
}
