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

    /// <summary>Reads the sessions one after the other.</summary>
    /// <param name="source">A file or folder for which <see cref="Matches"/> is true.</param>
    /// <param name="report">Takes what was lost, mapped or guessed.</param>
    /// <returns>Each session's name and shapes, and what writes it as a <c>.npz</c> file.</returns>
    /// <exception cref="IOException">The source breaks a rule of the format; the message names file, place, what was found and
    /// what was expected.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or a value is out of its range.</exception>
    IEnumerable<(ImportedArrays Session, Action<string> Write)> Read(string source, ImportReport report);
}
