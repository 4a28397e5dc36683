namespace Research.Formats;

/// <summary>A format of recordings of another program.</summary>
public interface IRecordingFormat
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>What a source of this format is, for messages.</summary>
    string Description { get; }

    /// <summary>Whether the path is of this format, by its files' names and first bytes.</summary>
    bool Matches(string source);

    /// <summary>Reads the sessions one after the other.</summary>
    /// <param name="source">A file or folder for which <see cref="Matches"/> is true.</param>
    /// <param name="report">Takes what was lost, mapped or guessed.</param>
    /// <exception cref="IOException">The source is malformed; the message names file, place, what was found and what was
    /// expected.
    /// </exception>
    IEnumerable<ImportedSession> Read(string source, ImportReport report);
}
