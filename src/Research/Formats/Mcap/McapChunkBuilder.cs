namespace Research.Formats.Mcap;

/// <summary>The chunk that is being filled.</summary>
internal sealed class McapChunkBuilder
{
    private readonly Dictionary<ushort, List<(ulong LogTime, ulong Offset)>> _times = [];
    private readonly McapFieldWriter _records = new();
    private ulong _first = ulong.MaxValue, _last;

    /// <summary>Bytes of its records.</summary>
    public int Length => _records.Length;

    /// <summary>Its records, uncompressed; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Records => _records.Bytes;

    /// <summary>Earliest log time; 0 without messages.</summary>
    public ulong MessageStartTime => _times.Count > 0 ? _first : 0;

    /// <summary>Latest log time; 0 without messages.</summary>
    public ulong MessageEndTime => _last;

    /// <summary>The messages of each channel.</summary>
    public IEnumerable<McapMessageIndex> Indexes => _times.Select(channel => new McapMessageIndex(channel.Key, channel.Value));

    /// <summary>Adds a schema, a channel or a message.</summary>
    public void Add(McapRecord record)
    {
        if (record is McapMessage message)
        {
            if (!_times.TryGetValue(message.ChannelId, out var times))
            {
                _times.Add(message.ChannelId, times = []);
            }

            times.Add((message.LogTime, (ulong)Length));
            _first = Math.Min(_first, message.LogTime);
            _last = Math.Max(_last, message.LogTime);
        }

        _records.Record(record);
    }

    /// <summary>Begins the next chunk.</summary>
    public void Clear()
    {
        _records.Clear();
        _times.Clear();
        (_first, _last) = (ulong.MaxValue, 0);
    }
}
