namespace Research.Formats.Mcap;

/// <summary>Reads the records of an MCAP file from its first to its last, in one pass.</summary>
/// <remarks>Records of unknown kinds are skipped, and so are fields after the known ones, as the specification asks.</remarks>
public sealed class McapRecordReader : IDisposable
{
    private const string Expected = "an MCAP file";

    private readonly Stream _stream;
    private readonly McapReadOptions _options;
    private readonly McapWindow _window;
    private readonly McapOrder _order = new();
    private readonly McapIdentifiers _identifiers = new();
    private readonly McapDecompressor _decompressor = new();
    private McapChunkRecords? _chunk;
    private long _summaryStart, _summaryOffsetStart;
    private bool _hasEnded;

    /// <summary>Reads a file that is open; it is closed with the reader.</summary>
    /// <param name="stream">The file, at its beginning; it must allow to seek.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="McapFormatException">It does not begin like an MCAP file.</exception>
    public McapRecordReader(Stream stream, string name, McapReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        File = name;
        _options = options ?? new McapReadOptions();
        _window = new McapWindow(stream) { Hashes = _options.CheckCrcs };
        try
        {
            ReadMagic();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>The schemas so far, by number.</summary>
    public IReadOnlyDictionary<ushort, McapSchema> Schemas => _identifiers.Schemas;

    /// <summary>The channels so far, by number.</summary>
    public IReadOnlyDictionary<ushort, McapChannel> Channels => _identifiers.Channels;

    /// <summary>Where the record that was read last begins; of a record inside of a chunk, where the chunk does.</summary>
    internal McapPlace Place { get; private set; }

    /// <summary>Byte offset of the next record.</summary>
    internal long Position => _window.Position;

    /// <summary>Opens a file.</summary>
    /// <exception cref="McapFormatException">It does not begin like an MCAP file.</exception>
    /// <exception cref="FileNotFoundException">There is nothing at this path.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static McapRecordReader Open(string path, McapReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new McapRecordReader(RegularFile.OpenRead(path, Expected), path, options);
    }

    /// <summary>Reads the next record.</summary>
    /// <returns>Null after the footer.</returns>
    /// <exception cref="McapFormatException">It is malformed, or the file ends before its footer.</exception>
    public McapRecord? Read()
    {
        while (true)
        {
            if (_chunk is not null)
            {
                if (_chunk.Read() is not { } inside)
                {
                    _chunk = null;
                }
                else if (_identifiers.Accept(inside, _chunk.Place))
                {
                    return inside;
                }

                continue;
            }

            if (_hasEnded)
            {
                return null;
            }

            switch (ReadNext())
            {
                case null:
                    continue;
                case McapChunk chunk when _options.ExpandChunks:
                    _chunk = new McapChunkRecords(_decompressor.Decompress(chunk, Place, _options.CheckCrcs), File, Place.Record);
                    continue;
                case var record when !_options.ExpandChunks || _identifiers.Accept(record, Place):
                    return record;
                default:
                    continue;
            }
        }
    }

    /// <summary>All records that are left.</summary>
    /// <exception cref="McapFormatException">As <see cref="Read"/>.</exception>
    public IEnumerable<McapRecord> ReadAll()
    {
        while (Read() is { } record)
        {
            yield return record;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _decompressor.Dispose();
        _stream.Dispose();
    }

    /// <summary>The error of a file that does not begin as MCAP does: it names what stands there.</summary>
    internal static McapFormatException WrongBeginning(string file, ReadOnlySpan<byte> bytes) => new McapPlace(file, 0).Fault(
        GitLfsPointer.IsBeginning(bytes) ? "a Git LFS pointer, which stands for a file that was not fetched"
            : bytes.StartsWith(McapRecordFormat.Magic[..5]) && bytes.Length > 5 ? $"an MCAP file of version {(char)bytes[5]}"
            : bytes.IsEmpty ? "an empty file" : $"the bytes {Convert.ToHexStringLower(bytes[..Math.Min(8, bytes.Length)])}",
        $"an MCAP file of version 0, which begins with {Convert.ToHexStringLower(McapRecordFormat.Magic)}");

    private McapRecord? ReadNext()
    {
        var place = new McapPlace(File, _window.Position);
        int filled = _window.Fill(McapRecordFormat.HeadSize);
        if (filled < McapRecordFormat.HeadSize)
        {
            throw Truncated(place, filled == 0 ? "the end of the file" : $"{filled} bytes at the end of the file",
                "a record; the footer is missing");
        }

        var (opcode, length) = McapRecordFormat.Head(_window.Peek(McapRecordFormat.HeadSize).Span);
        ulong left = (ulong)(_window.Left - McapRecordFormat.HeadSize);
        if (length > left)
        {
            throw Truncated(place, $"{left} bytes at the end of the file for a {opcode} record", $"{length}, as it says");
        }

        if (length > McapRecordFormat.LongestRecord - McapRecordFormat.HeadSize)
        {
            throw place.Fault($"a {opcode} record of {length} bytes",
                $"at most {McapRecordFormat.LongestRecord - McapRecordFormat.HeadSize}");
        }

        _order.Next(opcode, place);
        int size = McapRecordFormat.HeadSize + (int)length;
        _window.Fill(size);
        Place = place;
        var bytes = _window.Peek(size);
        var record = McapRecordFormat.Read(opcode, bytes[McapRecordFormat.HeadSize..], place);
        RequireCrc(record, bytes, place);
        _window.Skip(size);
        switch (record)
        {
            case McapDataEnd:
                _window.RestartCrc();
                _summaryStart = _window.Position;
                break;
            case McapSummaryOffset when _summaryOffsetStart == 0:
                _summaryOffsetStart = place.Record;
                break;
            case McapFooter:
                ReadEnd();
                break;
            default:
                break;
        }

        return record;
    }

    private void RequireCrc(McapRecord? record, ReadOnlyMemory<byte> bytes, McapPlace place)
    {
        switch (record)
        {
            case McapDataEnd { DataSectionCrc: not 0 and var crc } when _options.CheckCrcs && _window.Crc() is var computed
                && computed != crc:
                throw place.Fault($"a data section with the checksum {computed:x8}", $"{crc:x8}, as its DataEnd record says");
            case McapFooter { SummaryStart: not 0 and var start } when start != (ulong)_summaryStart:
                throw place.Fault($"a summary_start of {start}",
                    _summaryStart == 0 ? "0, for the file has no DataEnd record"
                        : $"{_summaryStart}, the byte after the DataEnd record");
            case McapFooter { SummaryOffsetStart: not 0 and var start } when start != (ulong)(_summaryOffsetStart == 0
                ? place.Record : _summaryOffsetStart):
                throw place.Fault($"a summary_offset_start of {start}",
                    _summaryOffsetStart == 0 ? $"0, or {place.Record}: the file has no SummaryOffset record"
                        : $"{_summaryOffsetStart}, the byte of the first SummaryOffset record");
            case McapFooter { SummaryCrc: not 0 and var crc } when _options.CheckCrcs
                && _window.Crc(bytes.Span[..(McapRecordFormat.HeadSize + McapFooter.Size - sizeof(uint))]) is var computed
                    && computed != crc:
                throw place.Fault($"a summary section with the checksum {computed:x8}", $"{crc:x8}, as the footer says");
            default:
                break;
        }
    }

    private void ReadMagic()
    {
        int count = _window.Fill(McapRecordFormat.Magic.Length);
        if (!_window.Peek(count).Span.SequenceEqual(McapRecordFormat.Magic))
        {
            throw WrongBeginning(File, _window.Peek(_window.Fill(32)).Span);
        }

        _window.Skip(count);
    }

    private void ReadEnd()
    {
        var place = new McapPlace(File, _window.Position);
        int count = _window.Fill(McapRecordFormat.Magic.Length);
        var end = _window.Peek(count).Span;
        if (!end.SequenceEqual(McapRecordFormat.Magic))
        {
            throw McapFormatException.At(place, 0, count == 0 ? "the end of the file"
                : $"the bytes {Convert.ToHexStringLower(end)}",
                $"{Convert.ToHexStringLower(McapRecordFormat.Magic)} after the footer",
                    truncated: McapRecordFormat.Magic.StartsWith(end));
        }

        _window.Skip(count);
        _hasEnded = _window.Left == 0 ? true
            : throw new McapPlace(File, _window.Position).Fault($"{_window.Left} bytes after the end", "the end of the file");
    }

    private static McapFormatException Truncated(McapPlace place, string found, string expected) =>
        McapFormatException.At(place, 0, found, expected, truncated: true);
}
