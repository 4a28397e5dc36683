using System.IO.Compression;

namespace Research.Data;

/// <summary>Entries of zip files, read whole or not at all, and written so that the file depends on nothing but its content.</summary>
internal static class ZipEntries
{
    private static readonly DateTimeOffset Beginning = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // the first that the format has

    /// <summary>How many bytes an entry decodes to.</summary>
    /// <exception cref="InvalidDataException">More than an array holds.</exception>
    public static int Bytes(this ZipArchiveEntry entry, string name) =>
        entry.Length <= Array.MaxLength ? (int)entry.Length : throw new InvalidDataException($"{name}: found {entry.Length} bytes; expected at most {Array.MaxLength}.");

    /// <summary>Reads an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="content">Takes its bytes; as many as it has.</param>
    /// <param name="name">Of the file and the entry, for messages.</param>
    /// <exception cref="InvalidDataException">It is cut off or damaged.</exception>
    public static void ReadWhole(this ZipArchiveEntry entry, Span<byte> content, string name)
    {
        try
        {
            using var stream = entry.Open();
            stream.ReadExactly(content);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw new InvalidDataException($"{name}: found an entry that cannot be read ({e.Message}); expected {entry.Length} bytes.", e);
        }

        if (Crc32.Of(content) is var computed && computed != entry.Crc32)
        {
            throw new InvalidDataException($"{name}: found an entry with the checksum {computed:x8}; expected {entry.Crc32:x8}, as the zip file says.");
        }
    }

    /// <summary>Adds an entry without a date of its own.</summary>
    public static Stream OpenNew(this ZipArchive zip, string name, CompressionLevel level)
    {
        var entry = zip.CreateEntry(name, level);
        entry.LastWriteTime = Beginning;
        return entry.Open();
    }
}
