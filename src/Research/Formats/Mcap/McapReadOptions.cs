namespace Research.Formats.Mcap;

/// <summary>How records are read.</summary>
public sealed record McapReadOptions
{
    /// <summary>Whether the records inside of a chunk are given instead of the chunk; by default they are.</summary>
    public bool ExpandChunks { get; init; } = true;

    /// <summary>Whether checksums are compared, where the file has them; by default they are.</summary>
    public bool CheckCrcs { get; init; } = true;
}
