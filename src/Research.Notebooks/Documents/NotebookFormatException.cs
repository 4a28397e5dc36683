namespace Research.Notebooks;

/// <summary>
/// A file is not a notebook that can be read; the message names the file, what was found and what was expected.
/// </summary>
public sealed class NotebookFormatException : FormatException
{
    /// <summary>Creates the exception from its parts.</summary>
    /// <param name="file">The file, with line and byte where they are known.</param>
    /// <param name="found">What the file holds.</param>
    /// <param name="expected">What a notebook holds there.</param>
    /// <param name="innerException">The reader's own error, if there is one.</param>
    public NotebookFormatException(string file, string found, string expected, Exception? innerException = null)
        : base($"{file}: found {found}, expected {expected}.", innerException)
    {
    }
}
