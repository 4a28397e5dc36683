using System.IO.Hashing;

namespace Research.Formats.Mcap;

/// <summary>Writes an MCAP file from its first byte to its last, without going back.</summary>
/// <remarks>
/// A process that is killed leaves a file without a footer: <see cref="McapRecovery"/> reads every record that was written. Where
/// a record cannot be written, the file ends with the record before it.
/// </remarks>
public sealed class McapWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly string _name;
    private readonly McapWriterOptions _options;
    private readonly McapCompressor _compressor;
    private readonly McapSummary _summary;
    private readonly McapIdentifiers _identifiers = new();
    private readonly McapFieldWriter _fields = new();
    private readonly McapChunkBuilder _chunk = new();
    private readonly Crc32 _crc = new();
    private long _position;
    private bool _isComplete;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where to; it is closed with the writer.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public McapWriter(Stream stream, McapWriterOptions? options = null, string name = "mcap")
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _name = name;
        _options = options ?? new McapWriterOptions();
        ConfigRanges.Require(_options);
        _compressor = new McapCompressor(_options.Compression);
        _summary = new McapSummary(_options);
        _fields.Raw(McapRecordFormat.Magic).Record(new McapHeader(_options.Profile, _options.Library));
        Emit();
    }

    /// <summary>Begins a file that is not there yet.</summary>
    /// <exception cref="IOException">It is there, or cannot be written.</exception>
    public static McapWriter Create(string path, McapWriterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
        {
            throw new IOException($"{path}: found a file of that name; expected none.");
        }

        return new McapWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0), options,
            path);
    }

    /// <summary>Adds a schema with the next number.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="InvalidOperationException">There are 65,535 schemas.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public ushort AddSchema(string name, string encoding, ReadOnlyMemory<byte> data)
    {
        ushort id = Next(_identifiers.Schemas.Keys, "schemas");
        Write(new McapSchema(id, name, encoding, data));
        return id;
    }

    /// <summary>Adds a channel with the next number.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="InvalidOperationException">There are 65,535 channels.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public ushort AddChannel(string topic, ushort schemaId, string messageEncoding, IReadOnlyDictionary<string,
        string>? metadata = null)
    {
        ushort id = Next(_identifiers.Channels.Keys, "channels");
        Write(new McapChannel(id, schemaId, topic, messageEncoding, metadata ?? new Dictionary<string, string>()));
        return id;
    }

    /// <summary>
    /// Writes a schema, a channel, a message, an attachment or metadata. A schema or channel that is there already is left out.
    /// </summary>
    /// <exception cref="ArgumentException">It is another record: the writer makes those itself.</exception>
    /// <exception cref="McapFormatException">Its channel or schema is not there, or its number is taken.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(McapRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        ObjectDisposedException.ThrowIf(_isComplete, this);
        bool isKnown = record is McapSchema { Id: var schema } ? _identifiers.Schemas.ContainsKey(schema)
            : record is McapChannel { Id: var channel } && _identifiers.Channels.ContainsKey(channel);
        var place = new McapPlace(_name, _position);
        if (!_identifiers.Accept(record, place))
        {
            throw place.Fault("a schema with the number 0", "1 to 65535");
        }

        if (isKnown)
        {
            return;
        }

        switch (record)
        {
            case McapSchema or McapChannel or McapMessage:
                Add(record);
                break;
            case McapAttachment attachment:
                long offset = _position;
                Emit(attachment);
                _summary.Add(attachment, offset, _position - offset);
                break;
            case McapMetadata metadata:
                offset = _position;
                Emit(metadata);
                _summary.Add(metadata, offset, _position - offset);
                break;
            default:
                throw new ArgumentException($"Found a {record.Opcode} record; expected a schema, a channel, a message, an "
                    + $"attachment or metadata.", nameof(record));
        }
    }

    /// <summary>Writes the open chunk: then all messages so far are in the file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Flush()
    {
        if (_chunk.Length == 0)
        {
            return;
        }

        var records = _compressor.Compress(_chunk.Records);
        var chunk = new McapChunk(_chunk.MessageStartTime, _chunk.MessageEndTime, (ulong)_chunk.Length,
            Crc32.HashToUInt32(_chunk.Records.Span), _compressor.Name, records);
        long start = _position;
        _fields.Record(chunk);
        long length = _fields.Length;
        var offsets = new Dictionary<ushort, ulong>();
        foreach (var index in _options.MessageIndexes ? _chunk.Indexes : [])
        {
            offsets.Add(index.ChannelId, (ulong)(start + _fields.Length));
            _fields.Record(index);
        }

        Emit();
        _summary.Add(new McapChunkIndex
        {
            MessageStartTime = chunk.MessageStartTime,
            MessageEndTime = chunk.MessageEndTime,
            ChunkStartOffset = (ulong)start,
            ChunkLength = (ulong)length,
            MessageIndexOffsets = offsets,
            MessageIndexLength = (ulong)(_position - start - length),
            Compression = chunk.Compression,
            CompressedSize = (ulong)records.Length,
            UncompressedSize = chunk.UncompressedSize,
        });
        _chunk.Clear();
    }

    /// <summary>Writes what is left, the summary and the footer. Nothing can be written afterwards.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Complete()
    {
        if (_isComplete)
        {
            return;
        }

        Flush();
        Emit(new McapDataEnd(_crc.GetCurrentHashAsUInt32()));
        var footer = _summary.Write(_fields, _position);
        int end = _fields.Length;
        _fields.Record(footer);
        uint crc = Crc32.HashToUInt32(_fields.Bytes.Span[..(end + McapRecordFormat.HeadSize + McapFooter.Size - sizeof(uint))]);
        byte[] summary = _fields.Bytes.Span[..end].ToArray();
        _fields.Clear();
        _fields.Raw(summary).Record(footer with { SummaryCrc = crc });
        _fields.Raw(McapRecordFormat.Magic);
        Emit();
        _isComplete = true;
    }

    /// <summary>Completes and closes the file.</summary>
    /// <exception cref="IOException">It cannot be completed; it is closed all the same.</exception>
    public void Dispose()
    {
        try
        {
            Complete();
        }
        finally
        {
            _isComplete = true;
            _compressor.Dispose();
            _stream.Dispose();
        }
    }

    private void Add(McapRecord record)
    {
        if (_options.ChunkSize > 0)
        {
            _chunk.Add(record);
        }
        else
        {
            Emit(record);
        }

        switch (record)
        {
            case McapSchema schema:
                _summary.Add(schema);
                break;
            case McapChannel channel:
                _summary.Add(channel);
                break;
            case McapMessage message:
                _summary.Add(message);
                break;
            default:
                break;
        }

        if (_chunk.Length >= _options.ChunkSize)
        {
            Flush();
        }
    }

    private void Emit(McapRecord record)
    {
        _fields.Record(record);
        Emit();
    }

    /// <summary>Writes what was put together, complete or not at all.</summary>
    private void Emit()
    {
        var bytes = _fields.Bytes;
        try
        {
            _stream.Write(bytes.Span);
            _crc.Append(bytes.Span);
            _position += bytes.Length;
        }
        catch (IOException) when (_stream.CanSeek)
        {
            _stream.SetLength(_position);
            throw;
        }
        finally
        {
            _fields.Clear();
        }
    }

    private static ushort Next(IEnumerable<ushort> taken, string what)
    {
        int next = taken.DefaultIfEmpty().Max() + 1;
        return next <= ushort.MaxValue ? (ushort)next
            : throw new InvalidOperationException($"Found {ushort.MaxValue} {what}; expected fewer.");
    }
}
