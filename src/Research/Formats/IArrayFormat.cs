namespace Research.Formats;

/// <summary>
/// A format of another program's arrays: numbers that a model is trained on, without frames of a screen.
/// </summary>
public interface IArrayFormat
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>What a source of this format is, for messages.</summary>
    string Description { get; }

    /// <summary>Whether the path is of this format, by its files' names.</summary>
    bool Matches(string source);

    /// <summary>Reads the sessions one after the other, and what else belongs to them.</summary>
    /// <param name="source">A file or folder for which <see cref="Matches"/> is true.</param>
    /// <param name="report">Takes what was lost, mapped or guessed.</param>
    /// <returns>Each file that is to be written, and what writes it to a path.</returns>
    /// <exception cref="IOException">The source breaks a rule of the format; the message names file, place, what was found and
    /// what was expected.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or a value is out of its range.</exception>
    IEnumerable<(ImportedArrayFile File, Action<string> Write)> Read(string source, ImportReport report);
}
