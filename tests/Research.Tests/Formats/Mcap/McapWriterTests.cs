using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Research.Formats.Mcap;
using Research.Tests.Arrays;

namespace Research.Tests.Formats.Mcap;

public sealed class McapWriterTests
{
    private const ulong BeyondDouble = 1_764_000_926_465_000_001; // 2^60.6: the last digits are lost in a double

    [SkippableTheory]
    [InlineData(McapCompression.None)]
    [InlineData(McapCompression.Zstd)]
    [InlineData(McapCompression.Lz4)]
    public void Python_reads_what_is_written(McapCompression compression)
    {
        Python.Require("zstandard", "python3-zstandard");
        Python.Require("lz4", "python3-lz4");
        using var folder = new TemporaryFolder();
        string path = folder.At("a.mcap");
        using (var writer = McapWriter.Create(path,
            new McapWriterOptions { Compression = compression, ChunkSize = 500, Profile = "owa", Library = "kit" }))
        {
            WriteSession(writer, messages: 100);
        }

        var told = Python.Run("zstandard", McapFixtures.Script, "read", path).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!).ToList();
        var messages = told.Where(line => (int)line[0]! == (int)McapOpcode.Message)
            .Select(line => Convert.FromHexString((string)line[1]!)).ToList();
        Assert.Equal(100, messages.Count);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => BeyondDouble + (ulong)i),
            messages.Select(bytes => BitConverter.ToUInt64(bytes, 6)));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{{\"n\":{i}}}"),
            messages.Select(bytes => Encoding.UTF8.GetString(bytes.AsSpan(22))));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        Prop.ForAll(Sessions().ToArbitrary(), session =>
        {
            var stream = new MemoryStream();
            using (var writer = new McapWriter(stream, session.Options))
            {
                session.Records.ForEach(writer.Write);
            }

            var found = McapFixtures.Records(stream.ToArray())
                .Where(record => record is McapMessage or McapAttachment or McapMetadata);
            var expected = session.Records.Where(record => record is McapMessage or McapAttachment or McapMetadata);
            // Attachments and metadata stand outside of chunks, so only the order within a kind is kept.
            foreach (var kind in (McapOpcode[])[McapOpcode.Message, McapOpcode.Attachment, McapOpcode.Metadata])
            {
                Assert.Equal(Described(expected, kind), Described(found, kind));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Nanoseconds_beyond_what_a_double_holds_are_kept()
    {
        using var folder = new TemporaryFolder();
        using (var writer = McapWriter.Create(folder.At("a.mcap"), new McapWriterOptions { ChunkSize = 200 }))
        {
            WriteSession(writer, messages: 50);
        }

        using var reader = McapReader.Open(folder.At("a.mcap"));
        Assert.True(reader.IsIndexed);
        Assert.Equal(BeyondDouble + 20, reader.Messages(from: BeyondDouble + 20, to: BeyondDouble + 30).First().Message.LogTime);
        Assert.Equal(11, reader.Messages(from: BeyondDouble + 20, to: BeyondDouble + 30).Count());
        Assert.Empty(reader.Messages(new HashSet<string> { "mouse" }));
        Assert.Equal(50, reader.Messages(new HashSet<string> { "keyboard" }).Count());
        Assert.Equal(50ul, reader.Statistics!.MessageCount);
        Assert.True(reader.Chunks.Count > 5);
    }

    [Fact]
    public void Overlapping_chunks_are_merged_by_time()
    {
        using var folder = new TemporaryFolder();
        ulong[] times = [50, 10, 70, 60, 20, 30, 90, 15, 15, 80];
        using (var writer = McapWriter.Create(folder.At("a.mcap"), new McapWriterOptions { ChunkSize = 1 }))
        {
            ushort channel = writer.AddChannel("a", 0, "json");
            foreach (var (i, time) in times.Index())
            {
                writer.Write(new McapMessage(channel, (uint)i, time, time, default));
            }
        }

        using var reader = McapReader.Open(folder.At("a.mcap"));
        Assert.Equal<uint>([1, 7, 8, 4, 5, 0, 3, 2, 9, 6], reader.Messages().Select(pair => pair.Message.Sequence));
    }

    [Fact]
    public void A_message_without_a_channel_is_refused()
    {
        using var writer = new McapWriter(new MemoryStream(), name: "a.mcap");
        var fault = Assert.Throws<McapFormatException>(() => writer.Write(new McapMessage(7, 0, 0, 0, default)));
        Assert.Equal("a.mcap, byte 25: found a message on channel 7, which is not there; expected a channel before its "
            + "messages.", fault.Message);
    }

    [Fact]
    public void A_record_that_the_writer_makes_itself_is_refused()
    {
        using var writer = new McapWriter(new MemoryStream());
        var fault = Assert.Throws<ArgumentException>(() => writer.Write(new McapDataEnd(0)));
        Assert.StartsWith("Found a DataEnd record; expected a schema, a channel, a message, an attachment or metadata.",
            fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_schema_of_the_same_number_is_refused_and_the_same_one_is_left_out()
    {
        var stream = new MemoryStream();
        using (var writer = new McapWriter(stream, name: "a.mcap"))
        {
            writer.Write(new McapSchema(1, "a", "", default));
            writer.Write(new McapSchema(1, "a", "", default));
            var fault = Assert.Throws<McapFormatException>(() => writer.Write(new McapSchema(1, "b", "", default)));
            Assert.Equal("a.mcap, byte 25: found schema 1 again, with other content ('b'); expected the same as before ('a').",
                fault.Message);
            fault = Assert.Throws<McapFormatException>(() => writer.Write(new McapSchema(0, "b", "", default)));
            Assert.Equal("a.mcap, byte 25: found a schema with the number 0; expected 1 to 65535.", fault.Message);
        }

        Assert.Equal(2, McapFixtures.Records(stream.ToArray())
            .Count(record => record is McapSchema)); // and its copy in the summary
    }

    [Fact]
    public void After_its_end_nothing_is_written()
    {
        var writer = new McapWriter(new MemoryStream());
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.Write(new McapSchema(1, "a", "", default)));
    }

    internal static void WriteSession(McapWriter writer, int messages)
    {
        ushort schema = writer.AddSchema("desktop/KeyboardEvent", "jsonschema", "{}"u8.ToArray());
        ushort channel = writer.AddChannel("keyboard", schema, "json", new Dictionary<string, string> { ["ä"] = "ß" });
        writer.Write(new McapMetadata("session", new Dictionary<string, string> { ["game"] = "Cuphead" }));
        for (int i = 0; i < messages; i++)
        {
            ulong time = BeyondDouble + (ulong)i;
            writer.Write(new McapMessage(channel, (uint)i, time, time - 1, Encoding.UTF8.GetBytes($"{{\"n\":{i}}}")));
            if (i == messages / 2)
            {
                writer.Write(new McapAttachment(time, 0, "a.txt", "text/plain", "hello"u8.ToArray()));
            }
        }
    }

    private static IEnumerable<string> Described(IEnumerable<McapRecord> records, McapOpcode kind) =>
        records.Where(record => record.Opcode == kind)
        .Select(record => McapFixtures.Describe(record is McapAttachment attachment ? attachment with { Crc = 0 } : record)
            .ToJsonString());

    private static Gen<(McapWriterOptions Options, List<McapRecord> Records)> Sessions() =>
        Gen.Choose(0, int.MaxValue - 1).Select(seed =>
    {
        var random = new Random(seed);
        bool Coin() => random.Next(2) == 0;
        byte[] Bytes(int most)
        {
            byte[] bytes = new byte[random.Next(most)];
            random.NextBytes(bytes);
            return bytes;
        }

        var options = new McapWriterOptions
        {
            Compression = (McapCompression)random.Next(3),
            ChunkSize = random.Next(3) * 300,
            MessageIndexes = Coin(),
            Statistics = Coin(),
            RepeatSchemas = Coin(),
            RepeatChannels = Coin(),
            ChunkIndexes = Coin(),
            AttachmentIndexes = Coin(),
            MetadataIndexes = Coin(),
            SummaryOffsets = Coin(),
        };
        List<McapRecord> records = [new McapSchema(3, "s", "jsonschema", Bytes(40)),
            new McapChannel(0, 3, "a", "json", new Dictionary<string, string>())];
        for (int i = random.Next(60); i > 0; i--)
        {
            records.Add(random.Next(12) switch
            {
                0 => new McapAttachment((ulong)random.NextInt64(), 0, "n", "", Bytes(500)),
                1 => new McapMetadata("m", new Dictionary<string, string> { ["k"] = $"{i}" }),
                _ => new McapMessage(0, (uint)i, (ulong)random.NextInt64() * 2, 5, Bytes(random.Next(20) == 0 ? 200_000 : 90)),
            });
        }

        return (options, records);
    });
}
