using System.IO.Compression;
using System.IO.Hashing;

namespace Research.Arrays;

/// <summary>
/// Entries of zip files, read complete or not at all, and written so that the file depends on nothing but its content.
/// </summary>
internal static class ZipEntries
{
    private static readonly DateTimeOffset Beginning = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // the first that the format has

    // a bit of deflate stands for 258 bytes at most, and a pair of codes takes two
    private const int MostDeflation = 1032, DeflateBlock = 1 << 16;

    /// <summary>Opens a zip file and reads its directory.</summary>
    /// <param name="file">The file, which the archive then owns.</param>
    /// <param name="path">Of the file, for messages.</param>
    /// <param name="expected">What it should be, for messages.</param>
    /// <exception cref="InvalidDataException">It is no zip file, or one that is cut off.</exception>
    public static ZipArchive Open(Stream file, string path, string expected)
    {
        try
        {
            var zip = new ZipArchive(file, ZipArchiveMode.Read);
            _ = zip.Entries; // reads the directory
            return zip;
        }
        catch (Exception e) when (
            e is InvalidDataException or IOException or ArgumentException or ArithmeticException or NotSupportedException)
        {
            file.Dispose();
            throw new InvalidDataException($"{path}: found a file that is no whole zip ({e.Message}); expected {expected}.", e);
        }
    }

    /// <summary>How many bytes an entry decodes to.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="fileBytes">Of the zip file: no entry promises more than its bytes can hold.</param>
    /// <param name="name">Of the file and the entry, for messages.</param>
    /// <exception cref="InvalidDataException">More than an array holds, or than deflate makes of what is stored.</exception>
    public static int Bytes(this ZipArchiveEntry entry, long fileBytes, string name)
    {
        long most = MostDeflated(Math.Min(entry.CompressedLength, fileBytes));
        return entry.Length > most ? throw new InvalidDataException(
            $"{name}: found an entry of {entry.CompressedLength} bytes that promises {entry.Length}; expected at most {most}.")
            : entry.Length > Array.MaxLength ? throw new InvalidDataException(
                $"{name}: found {entry.Length} bytes; expected at most {Array.MaxLength}.")
            : (int)entry.Length;
    }

    /// <summary>The most bytes that deflated ones can decode to.</summary>
    public static long MostDeflated(long bytes) => DeflateBlock + MostDeflation * bytes;

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
        catch (Exception e) when (e is IOException or InvalidDataException or NotSupportedException)
        {
            throw new InvalidDataException(
                $"{name}: found an entry that cannot be read ({e.Message}); expected {entry.Length} bytes.", e);
        }

        if (Crc32.HashToUInt32(content) is var computed && computed != entry.Crc32)
        {
            throw new InvalidDataException(
                $"{name}: found an entry with the checksum {computed:x8}; expected {entry.Crc32:x8}, as the zip file says.");
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
