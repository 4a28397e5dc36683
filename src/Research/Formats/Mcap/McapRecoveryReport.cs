namespace Research.Formats.Mcap;

/// <summary>What was read of a damaged file.</summary>
public sealed record McapRecoveryReport
{
    /// <summary>Messages.</summary>
    public long Messages { get; internal set; }

    /// <summary>Attachments.</summary>
    public int Attachments { get; internal set; }

    /// <summary>Metadata records.</summary>
    public int Metadata { get; internal set; }

    /// <summary>What was left out, each a sentence with its place; empty for a complete file.</summary>
    public IReadOnlyList<string> Losses => LossList;

    internal List<string> LossList { get; } = [];
}
