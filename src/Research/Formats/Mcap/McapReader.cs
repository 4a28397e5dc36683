using System.IO.Hashing;

namespace Research.Formats.Mcap;

/// <summary>Looks up what an MCAP file has: by its summary where there is one, else by reading all of it.</summary>
public sealed class McapReader : IDisposable
{
    private const string Expected = "an MCAP file";

    private readonly Stream _stream;
    private readonly McapIdentifiers _identifiers = new();
    private readonly List<McapChunkIndex> _chunks = [];
    private readonly List<McapAttachmentIndex> _attachments = [];
    private readonly List<McapMetadataIndex> _metadata = [];
    private readonly McapDecompressor _decompressor = new();

    private McapReader(Stream stream, string file)
    {
        _stream = stream;
        File = file;
    }

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>The header.</summary>
    public McapHeader Header { get; private set; } = new("", "");

    /// <summary>The counts in the summary; null where it has none.</summary>
    public McapStatistics? Statistics { get; private set; }

    /// <summary>The schemas in the summary, by number.</summary>
    public IReadOnlyDictionary<ushort, McapSchema> Schemas => _identifiers.Schemas;

    /// <summary>The channels in the summary, by number.</summary>
    public IReadOnlyDictionary<ushort, McapChannel> Channels => _identifiers.Channels;

    /// <summary>The chunks in the summary.</summary>
    public IReadOnlyList<McapChunkIndex> Chunks => _chunks;

    /// <summary>The attachments in the summary.</summary>
    public IReadOnlyList<McapAttachmentIndex> Attachments => _attachments;

    /// <summary>The metadata records in the summary.</summary>
    public IReadOnlyList<McapMetadataIndex> Metadata => _metadata;

    /// <summary>Whether messages are found without reading the file from its beginning.</summary>
    public bool IsIndexed { get; private set; }

    /// <summary>Opens a file and reads its summary.</summary>
    /// <exception cref="McapFormatException">It is no complete MCAP file, or its summary is malformed.</exception>
    /// <exception cref="FileNotFoundException">There is nothing at this path.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static McapReader Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var reader = new McapReader(RegularFile.OpenRead(path, Expected), path);
        try
        {
            reader.ReadHeader();
            reader.ReadSummary();
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Messages in the order of log time where the file is indexed, else in the order of the file.</summary>
    /// <param name="topics">The topics; null: all.</param>
    /// <param name="from">The earliest log time, in nanoseconds.</param>
    /// <param name="to">The latest log time, in nanoseconds.</param>
    /// <exception cref="McapFormatException">A record is malformed.</exception>
    public IEnumerable<(McapChannel Channel, McapMessage Message)> Messages(IReadOnlySet<string>? topics = null, ulong from = 0,
        ulong to = ulong.MaxValue)
    {
        bool IsWanted(McapMessage message, McapChannel channel) =>
            message.LogTime >= from && message.LogTime <= to && topics?.Contains(channel.Topic) != false;
        return IsIndexed ? Indexed(IsWanted, topics, from, to) : Scanned(IsWanted);
    }

    /// <summary>Reads an attachment.</summary>
    /// <exception cref="McapFormatException">It is malformed, or not there.</exception>
    public McapAttachment Read(McapAttachmentIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return Read<McapAttachment>(index.Offset, index.Length);
    }

    /// <summary>Reads a metadata record.</summary>
    /// <exception cref="McapFormatException">It is malformed, or not there.</exception>
    public McapMetadata Read(McapMetadataIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return Read<McapMetadata>(index.Offset, index.Length);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _decompressor.Dispose();
        _stream.Dispose();
    }

    private IEnumerable<(McapChannel Channel, McapMessage Message)> Scanned(Func<McapMessage, McapChannel, bool> isWanted)
    {
        using var reader = McapRecordReader.Open(File);
        while (reader.Read() is { } record)
        {
            if (record is McapMessage message && reader.Channels[message.ChannelId] is var channel && isWanted(message, channel))
            {
                yield return (channel, message);
            }
        }
    }

    /// <summary>
    /// Merges the chunks. A chunk is read when a message of its time may come next, so overlapping chunks are in memory together.
    /// </summary>
    private IEnumerable<(McapChannel Channel, McapMessage Message)> Indexed(
        Func<McapMessage, McapChannel, bool> isWanted, IReadOnlySet<string>? topics, ulong from, ulong to)
    {
        var wanted = new Queue<McapChunkIndex>(_chunks
            .Where(chunk => chunk.MessageEndTime >= from && chunk.MessageStartTime <= to)
            .Where(chunk => topics is null || chunk.MessageIndexOffsets.Count == 0
                || chunk.MessageIndexOffsets.Keys.Any(id => topics.Contains(_identifiers.Channels[id].Topic)))
            .OrderBy(chunk => chunk.MessageStartTime).ThenBy(chunk => chunk.ChunkStartOffset));
        var messages = new PriorityQueue<McapMessage, (ulong Time, ulong Chunk, int Place)>();
        while (wanted.Count > 0 || messages.Count > 0)
        {
            while (wanted.Count > 0 && (!messages.TryPeek(out _, out var next) || wanted.Peek().MessageStartTime <= next.Time))
            {
                var chunk = wanted.Dequeue();
                foreach (var (place, message) in MessagesOf(chunk)
                    .Where(message => isWanted(message, Channels[message.ChannelId])).Index())
                {
                    messages.Enqueue(message, (message.LogTime, chunk.ChunkStartOffset, place));
                }
            }

            if (messages.TryDequeue(out var first, out _))
            {
                yield return (Channels[first.ChannelId], first);
            }
        }
    }

    private IEnumerable<McapMessage> MessagesOf(McapChunkIndex index)
    {
        var chunk = Read<McapChunk>(index.ChunkStartOffset, index.ChunkLength);
        long start = (long)index.ChunkStartOffset;
        var records = new McapChunkRecords(_decompressor.Decompress(chunk, new McapPlace(File, start), checkCrc: true), File,
            start);
        while (records.Read() is { } record)
        {
            if (_identifiers.Accept(record, records.Place) && record is McapMessage message)
            {
                yield return message;
            }
        }
    }

    private void ReadHeader()
    {
        byte[] magic = Bytes(0, (ulong)McapRecordFormat.Magic.Length, "the bytes that an MCAP file begins with");
        if (!magic.AsSpan().SequenceEqual(McapRecordFormat.Magic))
        {
            throw McapRecordReader.WrongBeginning(File, Bytes(0, (ulong)Math.Min(32, _stream.Length), ""));
        }

        using var reader = McapRecordReader.Open(File);
        Header = reader.Read() as McapHeader ?? Header;
    }

    private void ReadSummary()
    {
        const int End = McapRecordFormat.HeadSize + McapFooter.Size;
        long footer = _stream.Length - End - McapRecordFormat.Magic.Length;
        var place = new McapPlace(File, Math.Max(0, footer));
        byte[] end = footer < 0 ? [] : Bytes((ulong)footer, (ulong)(End + McapRecordFormat.Magic.Length), "the footer");
        if (footer < 0 || !end.AsSpan(End).SequenceEqual(McapRecordFormat.Magic)
            || McapRecordFormat.Head(end) is not (McapOpcode.Footer, McapFooter.Size))
        {
            throw McapFormatException.At(place, 0, "no footer at the end of the file", "a complete MCAP file", truncated: true);
        }

        var fields = new McapFieldReader(McapOpcode.Footer, end.AsMemory(McapRecordFormat.HeadSize, McapFooter.Size), place);
        var (start, offsets, crc) = McapFooter.Read(ref fields);
        if (start == 0)
        {
            return;
        }

        if (start < (ulong)McapRecordFormat.Magic.Length || start > (ulong)footer || offsets != 0
            && (offsets < start || offsets > (ulong)footer))
        {
            throw place.Fault($"a summary from byte {start} with offsets from byte {offsets}",
                $"both before the footer, and the offsets in the summary");
        }

        byte[] summary = Bytes(start, (ulong)footer - start, "the summary");
        var hash = new Crc32();
        hash.Append(summary);
        hash.Append(end.AsSpan(0, End - sizeof(uint)));
        if (crc != 0 && hash.GetCurrentHashAsUInt32() is var computed && computed != crc)
        {
            throw place.Fault($"a summary section with the checksum {computed:x8}", $"{crc:x8}, as the footer says");
        }

        Accept(summary, (long)start);
    }

    private void Accept(byte[] summary, long start)
    {
        var records = new McapSummaryRecords(summary, File, start);
        var found = records.ReadAll().ToList();
        foreach (var (record, place) in found.Where(pair => pair.Record is not McapChannel))
        {
            switch (record)
            {
                case McapSchema schema:
                    _identifiers.Accept(schema, place);
                    break;
                case McapStatistics statistics:
                    Statistics = statistics;
                    break;
                case McapChunkIndex chunk:
                    _chunks.Add(chunk);
                    break;
                case McapAttachmentIndex attachment:
                    _attachments.Add(attachment);
                    break;
                case McapMetadataIndex metadata:
                    _metadata.Add(metadata);
                    break;
                default:
                    break;
            }
        }

        foreach (var (record, place) in found.Where(pair =>
            pair.Record is McapChannel channel && (channel.SchemaId == 0 || Schemas.ContainsKey(channel.SchemaId))))
        {
            _identifiers.Accept(record, place);
        }

        // A summary without the channels of its chunks cannot name the topics of messages before all chunks were read.
        IsIndexed = _chunks.Count > 0 && Channels.Count > 0
            && _chunks.All(chunk => chunk.MessageIndexOffsets.Keys.All(Channels.ContainsKey))
            && (Statistics is null || (Statistics.ChannelCount == Channels.Count && Statistics.ChunkCount == _chunks.Count));
    }

    private T Read<T>(ulong offset, ulong length)
        where T : McapRecord
    {
        byte[] bytes = Bytes(offset, length, typeof(T).Name[4..]);
        var place = new McapPlace(File, (long)offset);
        if (bytes.Length < McapRecordFormat.HeadSize || McapRecordFormat.Head(bytes) is var (opcode, size)
            && size != length - McapRecordFormat.HeadSize)
        {
            throw place.Fault($"no record of {length} bytes", $"a {typeof(T).Name[4..]} record, as the summary says");
        }

        return McapRecordFormat.Read(McapRecordFormat.Head(bytes).Opcode, bytes.AsMemory(McapRecordFormat.HeadSize), place) as T
            ?? throw place.Fault($"a {McapRecordFormat.Head(bytes).Opcode} record",
                $"a {typeof(T).Name[4..]} record, as the summary says");
    }

    private byte[] Bytes(ulong offset, ulong length, string what)
    {
        ulong size = (ulong)_stream.Length;
        if (offset > size || length > size - offset || length > McapRecordFormat.LongestRecord)
        {
            throw new McapPlace(File, (long)Math.Min(offset, long.MaxValue))
                .Fault($"a file of {size} bytes", $"{length} bytes of {what} there");
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
        _stream.Position = (long)offset;
        _stream.ReadExactly(bytes);
        return bytes;
    }
}
