using Research.Formats.Mcap;

namespace Research.Tests.Formats.Mcap;

public sealed class McapRecoveryTests
{
    private const int Messages = 120;

    /// <summary>1,000 cuts at random places, over ways of writing.</summary>
    [Theory]
    [InlineData(McapCompression.None, 0, 250)]
    [InlineData(McapCompression.None, 700, 350)]
    [InlineData(McapCompression.Zstd, 700, 200)]
    [InlineData(McapCompression.Lz4, 700, 200)]
    public void Every_complete_message_before_a_cut_is_read(McapCompression compression, int chunkSize, int cuts)
    {
        using var folder = new TemporaryFolder();
        byte[] whole = Session(compression, chunkSize);
        var ends = MessageEnds(whole);
        var random = new Random(5);
        for (int i = 0; i < cuts; i++)
        {
            int cut = random.Next(1 + McapRecordFormat.Magic.Length, whole.Length);
            string path = folder.Write("cut.mcap", whole[..cut]);
            var report = new McapRecoveryReport();
            uint[] found = [.. McapRecovery.Read(path, report).OfType<McapMessage>().Select(message => message.Sequence)];
            int complete = ends.Count(end => end <= cut);
            Assert.True(found.Length >= complete, $"cut at {cut}: found {found.Length} messages; expected {complete} at least.");
            Assert.Equal(Enumerable.Range(0, found.Length).Select(number => (uint)number), found);
            Assert.True(compression != McapCompression.None
                || found.Length == complete, $"cut at {cut}: found {found.Length} messages; expected {complete}.");
            Assert.Equal(found.Length, report.Messages);
            Assert.NotEmpty(report.Losses);
        }
    }

    [Theory]
    [InlineData(McapCompression.Zstd)]
    [InlineData(McapCompression.Lz4)]
    public void The_beginning_of_a_compressed_chunk_is_read_as_far_as_its_blocks(McapCompression compression)
    {
        using var folder = new TemporaryFolder();
        var stream = new MemoryStream();
        var random = new Random(1);
        using (var writer = new McapWriter(stream, new McapWriterOptions { Compression = compression, ChunkSize = 4_000_000 }))
        {
            ushort channel = writer.AddChannel("a", 0, "raw");
            for (uint i = 0; i < 100; i++)
            {
                byte[] noise = new byte[20_000]; // no block of Zstandard holds more than 128 KiB of it
                random.NextBytes(noise);
                writer.Write(new McapMessage(channel, i, i, i, noise));
            }
        }

        byte[] whole = stream.ToArray();
        string path = folder.Write("cut.mcap", whole[..(whole.Length * 2 / 3)]);
        int found = McapRecovery.Read(path, new McapRecoveryReport()).Count(record => record is McapMessage);
        Assert.InRange(found, 50, 66);
    }

    [Fact]
    public void A_killed_writer_loses_no_more_than_the_open_chunk()
    {
        using var folder = new TemporaryFolder();
        foreach (int chunkSize in (int[])[0, 600])
        {
            string path = folder.At($"{chunkSize}.mcap");
            var writer = McapWriter.Create(path, new McapWriterOptions { ChunkSize = chunkSize });
            McapWriterTests.WriteSession(writer, Messages);
            File.Copy(path, path + ".killed"); // what the disk has while the writer is open
            int before = McapRecovery.Read(path + ".killed", new McapRecoveryReport()).Count(record => record is McapMessage);
            Assert.True(chunkSize == 0 ? before == Messages : before > Messages - 20,
                $"chunks of {chunkSize}: found {before} messages");
            writer.Flush();
            File.Copy(path, path + ".flushed");
            Assert.Equal(Messages, McapRecovery.Read(path + ".flushed", new McapRecoveryReport())
                .Count(record => record is McapMessage));
            writer.Dispose();
        }
    }

    [Fact]
    public void A_recovered_file_is_complete_and_says_what_is_lost()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = Session(McapCompression.Zstd, 700);
        string source = folder.Write("cut.mcap", whole[..(whole.Length * 2 / 3)]), target = folder.At("whole.mcap");
        var report = McapRecovery.Run(source, target);
        using var reader = McapReader.Open(target);
        Assert.Equal("owa", reader.Header.Profile);
        Assert.Equal((ulong)report.Messages, reader.Statistics!.MessageCount);
        Assert.Equal(report.Messages, reader.Messages().Count());
        Assert.Equal(1, report.Metadata);
        string loss = Assert.Single(report.Losses);
        Assert.Matches($"^{source}, byte [0-9]+: found [0-9]+ bytes at the end of the file for a (Chunk|MessageIndex) record; "
            + $"expected [0-9]+, as it says. What follows was left out.$", loss);
    }

    [Fact]
    public void A_complete_file_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        var report = new McapRecoveryReport();
        int found = McapRecovery.Read(folder.Write("a.mcap", Session(McapCompression.Lz4, 700)), report)
            .Count(record => record is McapMessage);
        Assert.Equal(Messages, found);
        Assert.Equal(1, report.Attachments);
        Assert.Empty(report.Losses);
    }

    [Fact]
    public void A_damaged_chunk_is_left_out_and_the_others_are_read()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = Session(McapCompression.Zstd, 700);
        using var reader = McapReader.Open(folder.Write("whole.mcap", whole));
        var damaged = reader.Chunks[2];
        whole[damaged.ChunkStartOffset + damaged.ChunkLength - 9] ^= 0x40;
        string path = folder.Write("damaged.mcap", whole);
        var report = new McapRecoveryReport();
        int found = McapRecovery.Read(path, report).Count(record => record is McapMessage);
        Assert.InRange(found, Messages - 20, Messages - 1);
        Assert.StartsWith($"{path}, byte {damaged.ChunkStartOffset}: found ", report.Losses[0], StringComparison.Ordinal);
        Assert.EndsWith(" The chunk was left out.", report.Losses[0], StringComparison.Ordinal);
        Assert.Throws<McapFormatException>(() => McapFixtures.Records(whole));
    }

    private static byte[] Session(McapCompression compression, int chunkSize)
    {
        var stream = new MemoryStream();
        using (var writer = new McapWriter(stream,
            new McapWriterOptions { Compression = compression, ChunkSize = chunkSize, Profile = "owa" }))
        {
            McapWriterTests.WriteSession(writer, Messages);
        }

        return stream.ToArray();
    }

    /// <summary>For each message the byte of the file after it; inside of a compressed chunk, after the chunk.</summary>
    private static List<long> MessageEnds(byte[] whole)
    {
        var ends = new List<long>();
        using var reader = new McapRecordReader(new MemoryStream(whole), "a.mcap", new McapReadOptions { ExpandChunks = false });
        using var decompressor = new McapDecompressor();
        while (reader.Read() is { } record)
        {
            if (record is McapMessage)
            {
                ends.Add(reader.Position);
            }

            if (record is McapChunk chunk)
            {
                var bytes = decompressor.Decompress(chunk, reader.Place, checkCrc: true);
                var inside = new McapChunkRecords(bytes, "a.mcap", 0);
                while (inside.Read() is { } part)
                {
                    if (part is McapMessage message)
                    {
                        long end = inside.Place.Record + McapRecordFormat.HeadSize + 22 + message.Data.Length;
                        ends.Add(chunk.Compression.Length == 0 ? reader.Position - bytes.Length + end : reader.Position);
                    }
                }
            }
        }

        return ends;
    }
}
