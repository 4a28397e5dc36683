namespace Research.Formats.Mcap;

/// <summary>A record of an MCAP file. Times are nanoseconds; which clock they count on is the recorder's choice.</summary>
public abstract record McapRecord
{
    private protected McapRecord()
    {
    }

    /// <summary>The kind of record.</summary>
    public abstract McapOpcode Opcode { get; }

    /// <summary>Writes the fields in the order of the specification.</summary>
    internal abstract void Write(McapFieldWriter fields);
}
