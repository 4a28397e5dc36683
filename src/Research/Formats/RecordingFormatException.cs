namespace Research.Formats;

/// <summary>
/// A recording that cannot be imported or exported: names the file, the place, what was found and what was expected.
/// </summary>
public sealed class RecordingFormatException : IOException
{
    /// <summary>Describes a fault.</summary>
    /// <param name="file">The file or folder.</param>
    /// <param name="place">Where in it, such as <c>line 7</c>; null for the whole of it.</param>
    /// <param name="found">What was found.</param>
    /// <param name="expected">What was expected.</param>
    public RecordingFormatException(string file, string? place, string found, string expected)
        : base($"{file}{(place is null ? "" : $", {place}")}: found {found}; expected {expected}.")
    {
        File = file;
        Place = place;
    }

    /// <summary>The file or folder.</summary>
    public string File { get; }

    /// <summary>Where in it; null for the whole of it.</summary>
    public string? Place { get; }
}
