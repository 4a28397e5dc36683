namespace Research.Formats.Mcap;

/// <summary>The records inside of a chunk, in order.</summary>
/// <param name="records">The uncompressed records.</param>
/// <param name="file">The file, for messages.</param>
/// <param name="chunk">Byte offset of the chunk.</param>
internal sealed class McapChunkRecords(ReadOnlyMemory<byte> records, string file, long chunk)
{
    private int _position;

    /// <summary>Where the record that was read last begins in the uncompressed records.</summary>
    public McapPlace Place { get; private set; } = new(file, 0, chunk);

    /// <summary>Whether what is left is no complete record.</summary>
    public bool IsCut
    {
        get
        {
            int left = records.Length - _position;
            return left > 0 && (left < McapRecordFormat.HeadSize || McapRecordFormat.Head(records.Span[_position..])
                .Length > (ulong)(left - McapRecordFormat.HeadSize));
        }
    }

    /// <summary>The next schema, channel or message. Unknown records are skipped.</summary>
    /// <returns>Null at the end.</returns>
    /// <exception cref="McapFormatException">It is no record, or none that a chunk may have.</exception>
    public McapRecord? Read()
    {
        while (_position < records.Length)
        {
            Place = new McapPlace(file, _position, chunk);
            int left = records.Length - _position;
            if (left < McapRecordFormat.HeadSize)
            {
                throw Place.Fault($"{left} bytes at the end of the chunk",
                    $"a record, of {McapRecordFormat.HeadSize} bytes at least");
            }

            var (opcode, length) = McapRecordFormat.Head(records.Span[_position..]);
            if (length > (ulong)(left - McapRecordFormat.HeadSize))
            {
                throw Place.Fault($"{left - McapRecordFormat.HeadSize} bytes left in the chunk for a {opcode} record",
                    $"{length}");
            }

            if (opcode is > McapOpcode.Message and <= McapOpcode.DataEnd or McapOpcode.Header or McapOpcode.Footer)
            {
                throw Place.Fault($"a {opcode} record in a chunk", "schemas, channels and messages");
            }

            var content = records.Slice(_position + McapRecordFormat.HeadSize, (int)length);
            _position += McapRecordFormat.HeadSize + (int)length;
            if (McapRecordFormat.Read(opcode, content, Place) is { } record)
            {
                return record;
            }
        }

        return null;
    }
}
