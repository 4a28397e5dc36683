using System.Buffers.Binary;
using System.Text;
using Research.Formats.Mcap;

namespace Research.Tests.Formats.Mcap;

/// <summary>Malformed files: each has one message with the file, the byte, what was found and what was expected.</summary>
public sealed class McapMalformedTests
{
    private static readonly byte[] Magic = McapRecordFormat.Magic.ToArray();
    private static readonly byte[] Header = Record(1, [0, 0, 0, 0, 0, 0, 0, 0]);
    private static readonly byte[] Footer = Record(2, new byte[20]);

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "nothing", [], "byte 0: found an empty file; expected an MCAP file of version 0, which begins with 894d434150300d0a." },
        { "text", "hello, world"u8.ToArray(),
            "byte 0: found the bytes 68656c6c6f2c2077; expected an MCAP file of version 0, which begins with 894d434150300d0a." },
        { "git lfs", "version https://git-lfs.example/spec/v1\noid sha256:0\nsize 38404\n"u8.ToArray(),
            "byte 0: found a Git LFS pointer, which stands for a file that was not fetched; expected an MCAP file of version 0, "
                + "which begins with 894d434150300d0a." },
        { "version 1", [.. "\u0089MCAP1\r\n".Select(c => (byte)c)],
            "byte 0: found an MCAP file of version 1; expected an MCAP file of version 0, which begins with 894d434150300d0a." },
        { "magic alone", Magic, "byte 8: found the end of the file; expected a record; the footer is missing." },
        { "half a head", [.. Magic, 1, 0, 0],
            "byte 8: found 3 bytes at the end of the file; expected a record; the footer is missing." },
        { "half a record", [.. Magic, .. Header[..12]],
            "byte 8: found 3 bytes at the end of the file for a Header record; expected 8, as it says." },
        { "no header", [.. Magic, .. Footer, .. Magic],
            "byte 8: found a Footer record; expected a Header record, which is the first of a file." },
        { "no footer", [.. Magic, .. Header], "byte 25: found the end of the file; expected a record; the footer is missing." },
        { "no magic", [.. Magic, .. Header, .. Footer],
            "byte 54: found the end of the file; expected 894d434150300d0a after the footer." },
        { "wrong magic", [.. Magic, .. Header, .. Footer, 1, 2, 3, 4, 5, 6, 7, 8],
            "byte 54: found the bytes 0102030405060708; expected 894d434150300d0a after the footer." },
        { "more", [.. Magic, .. Header, .. Footer, .. Magic, 1, 2],
            "byte 62: found 2 bytes after the end; expected the end of the file." },
        { "opcode 0", Around(Record(0, [])), "byte 25: found opcode 0; expected the opcode of a record, 1 to 255." },
        { "two headers", Around(Header),
            "byte 25: found a Header record in the data section; expected one of the data section, or its end." },
        { "statistics too early", Around(Record(0x0b, new byte[58])),
            "byte 25: found a Statistics record in the data section; expected one of the data section, or its end." },
        { "message too late", Around([.. Record(0x0f, new byte[4]), .. Message(1)]),
            "byte 38: found a Message record in the summary section; expected one of the summary." },
        { "groups mixed", Around([.. Record(0x0f, new byte[4]), .. Schema(1, "a"), .. Channel(1, 1), .. Schema(1, "a")]),
            "byte 88: found a Schema record again, after Channel records; expected all records of a kind together in the "
                + "summary." },
        { "unknown channel", Around(Message(9)),
            "byte 25: found a message on channel 9, which is not there; expected a channel before its messages." },
        { "unknown schema", Around(Channel(1, 5)),
            "byte 25: found channel 1 of schema 5, which is not there; expected a schema before the channel." },
        { "two schemas", Around([.. Schema(1, "a"), .. Schema(1, "b")]),
            "byte 49: found schema 1 again, with other content ('b'); expected the same as before ('a')." },
        { "two channels", Around([.. Channel(1, 0), .. Channel(1, 0, "b")]),
            "byte 51: found channel 1 again, with other content ('b'); expected the same as before ('a')." },
        { "short field", Around(Record(3, [1, 0, 200, 0, 0, 0, 65])),
            "byte 40: found 1 bytes left for name of Schema; expected 200." },
        { "short message", Around(Record(5, [1, 0])), "byte 36: found 0 bytes left for sequence of Message; expected 4." },
        { "not UTF-8", Around(Record(3, [1, 0, 1, 0, 0, 0, 0xff, 0, 0, 0, 0, 0, 0, 0, 0])),
            "byte 40: found bytes that are no UTF-8 in name of Schema; expected UTF-8." },
        { "map entry too long", Around(Record(0x0c, [0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 65, 1, 0, 0, 0, 66])),
            "byte 52: found an entry of metadata of Metadata that goes on for 1 bytes after its end; expected whole entries." },
        { "attachment checksum", Around(Record(9, [.. new byte[32], 1, 0, 0, 0])),
            "byte 66: found the crc 00000001 of Attachment; expected 190a55ad, the checksum of its fields." },
        { "data checksum", Around(Record(0x0f, [1, 0, 0, 0])),
            "byte 25: found a data section with the checksum ebfac373; expected 00000001, as its DataEnd record says." },
        { "summary start", [.. Magic, .. Header, .. Record(0x0f, new byte[4]), .. Record(2, [77, .. new byte[19]]), .. Magic],
            "byte 38: found a summary_start of 77; expected 38, the byte after the DataEnd record." },
        { "summary start without data end", [.. Magic, .. Header, .. Record(2, [77, .. new byte[19]]), .. Magic],
            "byte 25: found a summary_start of 77; expected 0, for the file has no DataEnd record." },
        { "summary offset start", [.. Magic, .. Header, .. Record(0x0f, new byte[4]),
            .. Record(2, [.. new byte[8], 7, .. new byte[11]]), .. Magic],
            "byte 38: found a summary_offset_start of 7; expected 0, or 38: the file has no SummaryOffset record." },
        { "summary checksum", [.. Magic, .. Header, .. Record(0x0f, new byte[4]), .. Record(2, [.. new byte[16], 1, 0, 0, 0]),
            .. Magic],
            "byte 38: found a summary section with the checksum 6fc4c9b0; expected 00000001, as the footer says." },
        { "compression", Around(Chunk("brotli", 3, 0, [1, 2, 3])),
            "byte 25: found a chunk compressed with 'brotli'; expected zstd, lz4 or no compression." },
        { "chunk size", Around(Chunk("", 4, 0, [1, 2, 3])),
            "byte 25: found an uncompressed chunk with 3 bytes of records; expected 4, as its uncompressed_size says." },
        { "chunk checksum", Around(Chunk("", 3, 5, [1, 2, 3])),
            "byte 25: found records of a chunk with the checksum 55bc801d; expected 00000005, as the chunk says." },
        { "huge chunk", Around(Chunk("zstd", ulong.MaxValue / 2, 0, [1, 2, 3])),
            "byte 25: found a chunk of 3 bytes with an uncompressed_size of 9223372036854775807; expected at most 131072." },
        { "no zstd", Around(Chunk("zstd", 9, 0, [1, 2, 3])),
            "byte 25: found a chunk that zstd cannot decompress (Src size is incorrect); expected 9 bytes of records." },
        { "no lz4", Around(Chunk("lz4", 9, 0, [1, 2, 3, 4, 5, 6, 7, 8])),
            "byte 25: found a chunk that lz4 cannot decompress (*); expected 9 bytes of records." },
        { "half a record in a chunk", Around(Chunk("", 3, 0, [1, 2, 3])),
            "byte 0 of the records of the chunk at byte 25: found 3 bytes at the end of the chunk; expected a record, of 9 "
                + "bytes at least." },
        { "a long record in a chunk", Around(Chunk("", 10, 0, [3, 9, 0, 0, 0, 0, 0, 0, 0, 0])),
            "byte 0 of the records of the chunk at byte 25: found 1 bytes left in the chunk for a Schema record; expected 9." },
        { "an attachment in a chunk", Around(Chunk("", 9, 0, [9, 0, 0, 0, 0, 0, 0, 0, 0])),
            "byte 0 of the records of the chunk at byte 25: found a Attachment record in a chunk; expected schemas, channels "
                + "and messages." },
        { "an unknown channel in a chunk", Around(Chunk("", 31, 0, Message(4))),
            "byte 0 of the records of the chunk at byte 25: found a message on channel 4, which is not there; expected a "
                + "channel before its messages." },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_fault_has_its_message(string name, byte[] file, string expected)
    {
        var fault = Assert.Throws<McapFormatException>(() => McapFixtures.Records(file));
        string[] parts = expected.Split('*');
        Assert.True(parts.Length == 1 ? fault.Message == $"a.mcap, {expected}"
            : fault.Message.StartsWith($"a.mcap, {parts[0]}", StringComparison.Ordinal)
                && fault.Message.EndsWith(parts[1], StringComparison.Ordinal), $"{name}: {fault.Message}");
    }

    [Fact]
    public void Unknown_records_and_schemas_with_the_number_0_are_skipped()
    {
        byte[] file = Around([.. Record(0x7f, [1]), .. Record(0x80, []), .. Schema(0, "ignored"), .. Channel(1, 0),
            .. Chunk("", 9 + 31, 0, [.. Record(0xff, []), .. Message(1)])]);
        Assert.Equal([McapOpcode.Header, McapOpcode.Channel, McapOpcode.Message, McapOpcode.Footer], McapFixtures.Records(file)
            .Select(record => record.Opcode));
    }

    [Fact]
    public void Checksums_are_not_compared_where_that_is_not_wanted()
    {
        byte[] file = Around([.. Channel(1, 0), .. Chunk("", 31, 5, Message(1)), .. Record(0x0f, [1, 0, 0, 0])]);
        Assert.Throws<McapFormatException>(() => McapFixtures.Records(file));
        Assert.Equal(5, McapFixtures.Records(file, new McapReadOptions { CheckCrcs = false }).Count);
    }

    [Fact]
    public void What_is_no_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        string absent = folder.At("absent.mcap");
        Assert.Equal($"{absent}: found nothing there; expected an MCAP file.",
            Assert.Throws<FileNotFoundException>(() => McapRecordReader.Open(absent)).Message);
        Assert.Equal($"{folder.Path}: found a folder; expected an MCAP file.",
            Assert.Throws<IOException>(() => McapReader.Open(folder.Path)).Message);
        string cut = folder.Write("cut.mcap", [.. Magic, .. Header]);
        var fault = Assert.Throws<McapFormatException>(() => McapReader.Open(cut));
        Assert.Equal($"{cut}, byte 0: found no footer at the end of the file; expected a complete MCAP file.", fault.Message);
        Assert.True(fault.IsTruncated);
    }

    [Fact]
    public void Fuzzed_files_are_read_or_refused()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, file, _) in McapFixtures.Read("compressed.zip"))
        {
            folder.Write(name + ".mcap", file);
        }

        Fuzz.Run(folder.Path, () =>
        {
            foreach (string path in Directory.EnumerateFiles(folder.Path))
            {
                _ = McapRecovery.Read(path, new McapRecoveryReport()).Count();
            }

            foreach (string path in Directory.EnumerateFiles(folder.Path))
            {
                using var reader = McapReader.Open(path);
                _ = reader.Messages().Count();
                using var records = McapRecordReader.Open(path);
                _ = records.ReadAll().Count();
            }
        }, typeof(McapFormatException));
    }

    private static byte[] Record(byte opcode, byte[] content)
    {
        byte[] record = [opcode, .. new byte[8], .. content];
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(1), (ulong)content.Length);
        return record;
    }

    private static byte[] Around(byte[] records) => [.. Magic, .. Header, .. records, .. Footer, .. Magic];

    private static byte[] Text(string text) => [.. BitConverter.GetBytes(text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Schema(ushort id, string name) =>
        Record(3, [.. BitConverter.GetBytes(id), .. Text(name), .. new byte[8]]);

    private static byte[] Channel(ushort id, ushort schema, string topic = "a") =>
        Record(4, [.. BitConverter.GetBytes(id), .. BitConverter.GetBytes(schema), .. Text(topic), .. new byte[8]]);

    private static byte[] Message(ushort channel) => Record(5, [.. BitConverter.GetBytes(channel), .. new byte[20]]);

    private static byte[] Chunk(string compression, ulong size, uint crc, byte[] records) => Record(6,
        [.. new byte[16], .. BitConverter.GetBytes(size), .. BitConverter.GetBytes(crc), .. Text(compression),
            .. BitConverter.GetBytes((ulong)records.Length), .. records]);
}
