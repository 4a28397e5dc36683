namespace Research.Formats.Mcap;

/// <summary>The records of a summary section that is in memory.</summary>
internal sealed class McapSummaryRecords(byte[] bytes, string file, long start)
{
    /// <summary>All known records, each with its place.</summary>
    /// <exception cref="McapFormatException">A record is malformed, or none of a summary.</exception>
    public IEnumerable<(McapRecord Record, McapPlace Place)> ReadAll()
    {
        var order = new McapOrder();
        order.Next(McapOpcode.Header, new McapPlace(file, start));
        order.Next(McapOpcode.DataEnd, new McapPlace(file, start));
        for (int position = 0; position < bytes.Length;)
        {
            var place = new McapPlace(file, start + position);
            int left = bytes.Length - position - McapRecordFormat.HeadSize;
            if (left < 0)
            {
                throw place.Fault($"{left + McapRecordFormat.HeadSize} bytes before the footer",
                    $"a record, of {McapRecordFormat.HeadSize} bytes at least");
            }

            var (opcode, length) = McapRecordFormat.Head(bytes.AsSpan(position));
            if (length > (ulong)left)
            {
                throw place.Fault($"{left} bytes left before the footer for a {opcode} record", $"{length}");
            }

            order.Next(opcode, place);
            position += McapRecordFormat.HeadSize;
            if (McapRecordFormat.Read(opcode, bytes.AsMemory(position, (int)length), place) is { } record)
            {
                yield return (record, place);
            }

            position += (int)length;
        }
    }
}
