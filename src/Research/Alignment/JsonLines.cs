using System.Text;

namespace Research.Alignment;

/// <summary>Streams the lines of a UTF-8 file, without its byte-order mark, carriage returns and trailing blank lines.</summary>
internal sealed class JsonLines : IDisposable
{
    private const int LongestLine = 1 << 20;

    private readonly string _path;
    private readonly string _expected;
    private readonly FileStream _stream;
    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;
    private bool _endOfFile;

    /// <summary>Opens the file.</summary>
    /// <exception cref="LogFormatException">The file is absent or empty.</exception>
    public JsonLines(string path, string expected)
    {
        if (!File.Exists(path))
        {
            throw new LogFormatException(path, 0, "no such file", expected);
        }

        (_path, _expected) = (path, expected);
        using (RegularFile.OpenRead(path, expected)) // no pipe
        {
        }

        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        Fill();
        if (_buffer.AsSpan(0, _end).StartsWith(Encoding.UTF8.Preamble))
        {
            _start = Encoding.UTF8.Preamble.Length;
        }

        if (_start == _end)
        {
            Dispose();
            throw new LogFormatException(path, 0, "an empty file", expected);
        }
    }

    /// <summary>Number of the current line, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Lines that were read and are not blank.</summary>
    public int Read { get; private set; }

    /// <summary>True where the current line is the file's last and no line break ends it: a crash may have cut it off.</summary>
    public bool IsUnterminated { get; private set; }

    /// <summary>The next line; valid until the following call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            int length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length < 0 && !_endOfFile)
            {
                Fill();
                continue;
            }

            IsUnterminated = length < 0;
            line = _buffer.AsSpan(_start, IsUnterminated ? _end - _start : length);
            if (IsUnterminated && line.IsEmpty)
            {
                return false;
            }

            _start += line.Length + (IsUnterminated ? 0 : 1);
            Number++;
            line = line.TrimEnd((byte)'\r');
            if (!IsBlank(line))
            {
                Read++;
                return true;
            }

            line = default;
            return !OnlyBlankLinesFollow();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.TrimStart(" \t\r\n"u8).IsEmpty;

    private bool OnlyBlankLinesFollow()
    {
        while (IsBlank(_buffer.AsSpan(_start, _end - _start)))
        {
            if (_endOfFile)
            {
                return true;
            }

            Fill();
        }

        return false;
    }

    private void Fill()
    {
        int kept = _end - _start;
        if (kept > LongestLine)
        {
            throw new LogFormatException(_path, Number + 1, "a line of more than 1 MiB", _expected);
        }

        if (kept == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        _buffer.AsSpan(_start, kept).CopyTo(_buffer);
        _start = 0;
        int read = _stream.Read(_buffer, kept, _buffer.Length - kept);
        _end = kept + read;
        _endOfFile = read == 0;
    }
}
