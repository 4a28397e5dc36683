namespace Research.Formats.Mcap;

/// <summary>Reads what a file has that was cut off or damaged.</summary>
/// <remarks>
/// Every complete record before the cut is read, also those at the beginning of a chunk that is cut: of a compressed one as far
/// as its blocks can be decompressed. A chunk whose checksum is wrong is left out, and what follows is read.
/// </remarks>
public static class McapRecovery
{
    private static readonly McapReadOptions Options = new() { ExpandChunks = false, CheckCrcs = false };

    /// <summary>
    /// Reads all that can be read: schemas, channels, messages, attachments and metadata, in the order of the file.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="report">Is filled in while the records are read.</param>
    /// <exception cref="McapFormatException">It does not begin like an MCAP file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<McapRecord> Read(string path, McapRecoveryReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var reader = McapRecordReader.Open(path, Options);
        using var decompressor = new McapDecompressor();
        var identifiers = new McapIdentifiers();
        while (Next(reader, report) is { } record)
        {
            if (record is McapDataEnd)
            {
                RequireEnd(reader, report);
                yield break;
            }

            var found = record is McapChunk chunk ? Inside(chunk, reader.Place, decompressor, report) : [(record, reader.Place)];
            foreach (var accepted in Accepted(found, identifiers, report))
            {
                yield return accepted;
            }
        }

        foreach (var accepted in Accepted(Cut(path, reader.Position, report), identifiers, report))
        {
            yield return accepted;
        }
    }

    /// <summary>Writes a complete file with all that can be read.</summary>
    /// <param name="source">The damaged file, which is left as it is.</param>
    /// <param name="target">A file that is not there yet.</param>
    /// <exception cref="McapFormatException">It does not begin like an MCAP file.</exception>
    /// <exception cref="IOException">It cannot be read, or the other cannot be written.</exception>
    public static McapRecoveryReport Run(string source, string target)
    {
        var report = new McapRecoveryReport();
        McapHeader header;
        using (var reader = McapRecordReader.Open(source, Options))
        {
            header = Next(reader, new McapRecoveryReport()) as McapHeader ?? new McapHeader("", "");
        }

        using var writer = McapWriter.Create(target,
            new McapWriterOptions { Profile = header.Profile, Library = header.Library });
        foreach (var record in Read(source, report))
        {
            writer.Write(record);
        }

        return report;
    }

    private static McapRecord? Next(McapRecordReader reader, McapRecoveryReport report)
    {
        try
        {
            return reader.Read();
        }
        catch (McapFormatException fault)
        {
            report.LossList.Add($"{fault.Message} What follows was left out.");
            return null;
        }
    }

    /// <summary>After the data section there is nothing to recover, but a summary that is missing or wrong is told.</summary>
    private static void RequireEnd(McapRecordReader reader, McapRecoveryReport report)
    {
        while (Next(reader, report) is not null)
        {
        }
    }

    private static List<(McapRecord Record, McapPlace Place)> Inside(
        McapChunk chunk, McapPlace place, McapDecompressor decompressor, McapRecoveryReport report)
    {
        try
        {
            return Complete(new McapChunkRecords(decompressor.Decompress(chunk, place, checkCrc: true), place.File,
                place.Record), report);
        }
        catch (McapFormatException fault)
        {
            report.LossList.Add($"{fault.Message} The chunk was left out.");
            return [];
        }
    }

    /// <summary>The records at the beginning of the chunk that the file ends in.</summary>
    private static List<(McapRecord Record, McapPlace Place)> Cut(string path, long start, McapRecoveryReport report)
    {
        using var stream = RegularFile.OpenRead(path, "an MCAP file");
        stream.Position = Math.Min(start, stream.Length);
        long left = stream.Length - stream.Position;
        if (left <= McapRecordFormat.HeadSize || left > Array.MaxLength)
        {
            return [];
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)left);
        stream.ReadExactly(bytes);
        if (McapRecordFormat.Head(bytes) is not (McapOpcode.Chunk, var length)
            || length <= (ulong)(left - McapRecordFormat.HeadSize))
        {
            return [];
        }

        try
        {
            var fields = new McapFieldReader(McapOpcode.Chunk, bytes.AsMemory(McapRecordFormat.HeadSize),
                new McapPlace(path, start));
            var chunk = McapChunk.Read(ref fields, cut: true);
            return Complete(new McapChunkRecords(McapDecompressor.DecompressBeginning(chunk), path, start), report);
        }
        catch (McapFormatException)
        {
            return []; // cut off before its records begin
        }
    }

    private static List<(McapRecord Record, McapPlace Place)> Complete(McapChunkRecords records, McapRecoveryReport report)
    {
        var complete = new List<(McapRecord, McapPlace)>();
        try
        {
            while (!records.IsCut && records.Read() is { } record)
            {
                complete.Add((record, records.Place));
            }
        }
        catch (McapFormatException fault)
        {
            report.LossList.Add($"{fault.Message} The rest of the chunk was left out.");
        }

        return complete;
    }

    private static IEnumerable<McapRecord> Accepted(
        List<(McapRecord Record, McapPlace Place)> found, McapIdentifiers identifiers, McapRecoveryReport report)
    {
        foreach (var (record, place) in found.Where(pair =>
            pair.Record is McapSchema or McapChannel or McapMessage or McapAttachment or McapMetadata))
        {
            try
            {
                if (!identifiers.Accept(record, place))
                {
                    continue;
                }
            }
            catch (McapFormatException fault)
            {
                report.LossList.Add($"{fault.Message} It was left out.");
                continue;
            }

            report.Messages += record is McapMessage ? 1 : 0;
            report.Attachments += record is McapAttachment ? 1 : 0;
            report.Metadata += record is McapMetadata ? 1 : 0;
            yield return record;
        }
    }
}
