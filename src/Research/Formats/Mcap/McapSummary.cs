namespace Research.Formats.Mcap;

/// <summary>What a writer has written so far, and the summary section that follows from it.</summary>
internal sealed class McapSummary(McapWriterOptions options)
{
    private readonly List<McapSchema> _schemas = [];
    private readonly List<McapChannel> _channels = [];
    private readonly List<McapChunkIndex> _chunks = [];
    private readonly List<McapAttachmentIndex> _attachments = [];
    private readonly List<McapMetadataIndex> _metadata = [];
    private readonly Dictionary<ushort, ulong> _counts = [];
    private ulong _messages, _first = ulong.MaxValue, _last;
    private uint _chunkCount, _attachmentCount, _metadataCount;

    public void Add(McapSchema schema) => _schemas.Add(schema);

    public void Add(McapChannel channel) => _channels.Add(channel);

    public void Add(McapMessage message)
    {
        _messages++;
        _counts[message.ChannelId] = _counts.GetValueOrDefault(message.ChannelId) + 1;
        _first = Math.Min(_first, message.LogTime);
        _last = Math.Max(_last, message.LogTime);
    }

    public void Add(McapChunkIndex chunk)
    {
        _chunkCount++;
        _chunks.Add(chunk);
    }

    public void Add(McapAttachment attachment, long offset, long length)
    {
        _attachmentCount++;
        _attachments.Add(new McapAttachmentIndex((ulong)offset, (ulong)length, attachment.LogTime, attachment.CreateTime,
            (ulong)attachment.Data.Length, attachment.Name, attachment.MediaType));
    }

    public void Add(McapMetadata metadata, long offset, long length)
    {
        _metadataCount++;
        _metadata.Add(new McapMetadataIndex((ulong)offset, (ulong)length, metadata.Name));
    }

    /// <summary>Writes the summary and its offsets.</summary>
    /// <param name="fields">Where to; what it has is written before it.</param>
    /// <param name="start">Byte offset of the summary in the file.</param>
    /// <returns>The footer, without its checksum.</returns>
    public McapFooter Write(McapFieldWriter fields, long start)
    {
        int before = fields.Length;
        var offsets = new List<McapSummaryOffset>();
        void Group(bool isWanted, IEnumerable<McapRecord> records)
        {
            int first = fields.Length;
            var opcode = McapOpcode.None;
            foreach (var record in isWanted ? records : [])
            {
                opcode = record.Opcode;
                fields.Record(record);
            }

            if (opcode != McapOpcode.None)
            {
                offsets.Add(new McapSummaryOffset(opcode, (ulong)(start + first - before), (ulong)(fields.Length - first)));
            }
        }

        Group(options.RepeatSchemas, _schemas);
        Group(options.RepeatChannels, _channels);
        Group(options.Statistics, [Statistics()]);
        Group(options.MetadataIndexes, _metadata);
        Group(options.AttachmentIndexes, _attachments);
        Group(options.ChunkIndexes, _chunks);
        bool hasSummary = fields.Length > before;
        long end = start + fields.Length - before;
        foreach (var offset in options.SummaryOffsets ? offsets : [])
        {
            fields.Record(offset);
        }

        return new McapFooter(hasSummary ? (ulong)start : 0, options.SummaryOffsets ? (ulong)end : 0, 0);
    }

    private McapStatistics Statistics() => new()
    {
        MessageCount = _messages,
        SchemaCount = (ushort)_schemas.Count,
        ChannelCount = (uint)_channels.Count,
        AttachmentCount = _attachmentCount,
        MetadataCount = _metadataCount,
        ChunkCount = _chunkCount,
        MessageStartTime = _messages > 0 ? _first : 0,
        MessageEndTime = _last,
        ChannelMessageCounts = _counts,
    };
}
