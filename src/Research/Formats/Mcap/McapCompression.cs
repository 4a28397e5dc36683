namespace Research.Formats.Mcap;

/// <summary>How chunks are compressed.</summary>
public enum McapCompression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Zstandard.</summary>
    Zstd,

    /// <summary>LZ4 frames.</summary>
    Lz4,
}
