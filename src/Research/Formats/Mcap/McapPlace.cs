namespace Research.Formats.Mcap;

/// <summary>Where a record is, for messages.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Record">Byte offset of the record: of the file, or of a chunk's uncompressed records.</param>
/// <param name="Chunk">Byte offset of that chunk; null outside of chunks.</param>
internal readonly record struct McapPlace(string File, long Record, long? Chunk = null)
{
    /// <summary>A fault of the record.</summary>
    public McapFormatException Fault(string found, string expected) => McapFormatException.At(this, 0, found, expected);
}
