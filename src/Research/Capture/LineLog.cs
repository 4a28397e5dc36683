namespace Research.Capture;

/// <summary>
/// A log that is added to and never buffered: a line is in the file when the call returns, complete or not at all.
/// </summary>
internal sealed class LineLog(string path) : IDisposable
{
    /// <summary>
    /// Opened so that others may read, and that whoever asks for the file alone is refused while it is being written.
    /// </summary>
    private readonly FileStream _stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private long _length;

    /// <summary>Adds a line with its line break.</summary>
    /// <exception cref="IOException">It cannot be written; the file ends with the line before it.</exception>
    public void Append(ReadOnlySpan<byte> line)
    {
        try
        {
            _stream.Write(line);
            _length += line.Length;
        }
        catch (IOException)
        {
            _stream.SetLength(_length);
            throw;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();
}
