namespace Research.Formats.Mcap;

/// <summary>Which record may follow which.</summary>
internal sealed class McapOrder
{
    private readonly HashSet<McapOpcode> _groups = [];
    private McapOpcode _group;
    private bool _hasHeader;

    /// <summary>Whether the data section has ended.</summary>
    public bool IsInSummary { get; private set; }

    /// <summary>Takes the next record.</summary>
    /// <exception cref="McapFormatException">It may not stand here.</exception>
    public void Next(McapOpcode opcode, McapPlace place)
    {
        if (!_hasHeader)
        {
            _hasHeader = opcode == McapOpcode.Header ? true
                : throw place.Fault($"a {opcode} record", "a Header record, which is the first of a file");
            return;
        }

        if (opcode > McapOpcode.DataEnd || opcode == McapOpcode.None)
        {
            return; // unknown; 0 is refused where its fields are read
        }

        bool isAllowed = IsInSummary
            ? opcode is McapOpcode.Schema or McapOpcode.Channel or McapOpcode.ChunkIndex or McapOpcode.AttachmentIndex
                or McapOpcode.Statistics
                or McapOpcode.MetadataIndex or McapOpcode.SummaryOffset or McapOpcode.Footer
            : opcode is McapOpcode.Schema or McapOpcode.Channel or McapOpcode.Message or McapOpcode.Chunk
                or McapOpcode.MessageIndex
                or McapOpcode.Attachment or McapOpcode.Metadata or McapOpcode.DataEnd or McapOpcode.Footer;
        if (!isAllowed)
        {
            throw place.Fault($"a {opcode} record in the {(IsInSummary ? "summary" : "data")} section",
                $"one of the {(IsInSummary ? "summary" : "data section, or its end")}");
        }

        if (IsInSummary && opcode != _group)
        {
            _group = _groups.Add(opcode) ? opcode : throw place.Fault($"a {opcode} record again, after {_group} records",
                "all records of a kind together in the summary");
        }

        IsInSummary |= opcode == McapOpcode.DataEnd;
    }
}
