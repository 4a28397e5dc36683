using Research.Formats.Mcap;

namespace Research.Tests.Formats.Mcap;

/// <summary>
/// The inputs of the format's conformance suite with every set of features, made by a script after the specification.
/// </summary>
public sealed class McapConformanceTests
{
    [Fact]
    public void Every_variant_is_read_record_by_record()
    {
        int count = 0;
        foreach (var (name, file, expected) in McapFixtures.Read("variants.zip"))
        {
            var found = McapFixtures.Records(file).Select(McapFixtures.Describe).ToList();
            Assert.True(expected.Count == found.Count, $"{name}: found {found.Count} records; expected {expected.Count}.");
            foreach (var (index, record) in found.Index())
            {
                Assert.True(record.ToJsonString() == expected[index]!.ToJsonString(),
                    $"{name}, record {index}: found {record.ToJsonString()}; expected {expected[index]!.ToJsonString()}.");
            }

            count++;
        }

        Assert.True(count > 600, $"found {count} variants");
    }

    [Fact]
    public void Every_variant_without_padding_is_written_byte_by_byte()
    {
        int count = 0;
        foreach (var (name, file, _) in McapFixtures.Read("variants.zip")
            .Where(variant => !variant.Name.Contains("-pad", StringComparison.Ordinal)))
        {
            var features = name.Split('-').Skip(1).ToHashSet();
            var stream = new MemoryStream();
            using (var writer = new McapWriter(stream, Options(features)))
            {
                bool hasEnded = false;
                foreach (var record in McapFixtures.Records(file))
                {
                    hasEnded |= record is McapDataEnd;
                    if (!hasEnded && record is McapSchema or McapChannel or McapMessage or McapAttachment or McapMetadata)
                    {
                        writer.Write(record);
                    }
                }
            }

            Assert.True(stream.ToArray().AsSpan().SequenceEqual(file),
                $"{name}: found {McapFixtures.Text(stream.ToArray())}; expected {McapFixtures.Text(file)}.");
            count++;
        }

        Assert.True(count > 300, $"found {count} variants");
    }

    [Fact]
    public void An_indexed_file_gives_messages_in_the_order_of_time_and_every_file_gives_all()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, file, records) in McapFixtures.Read("variants.zip"))
        {
            var features = name.Split('-').Skip(1).ToHashSet();
            using var reader = McapReader.Open(folder.Write(name + ".mcap", file));
            ulong[] times = [.. records.Where(record => (string)record!["type"]! == "Message")
                .Select(record => (ulong)record!["log_time"]!)];
            ulong[] found = [.. reader.Messages().Select(pair => pair.Message.LogTime)];
            bool isIndexed = features.Contains("ch") && features.Contains("chx") && features.Contains("rch")
                && (features.Contains("rsh") || name.StartsWith("OneSchemaless", StringComparison.Ordinal));
            Assert.True(reader.IsIndexed == isIndexed, $"{name}: found {reader.IsIndexed}; expected {isIndexed}.");
            Assert.Equal(isIndexed ? times.Order() : times, found);
            foreach (var attachment in reader.Attachments)
            {
                Assert.Equal("010203", McapFixtures.Text(reader.Read(attachment).Data));
            }

            foreach (var metadata in reader.Metadata)
            {
                Assert.Equal("bar", reader.Read(metadata).Metadata["foo"]);
            }
        }
    }

    [Fact]
    public void Chunks_of_other_compressors_are_read()
    {
        var files = McapFixtures.Read("compressed.zip").ToList();
        Assert.Equal(["none", "zstd", "lz4", "zstd-stream", "lz4-linked", "lz4-alone"], files.Select(file => file.Name));
        foreach (var (_, file, expected) in files)
        {
            Assert.Equal(expected.Select(record => record!.ToJsonString()), McapFixtures.Records(file)
                .Select(record => McapFixtures.Describe(record).ToJsonString()));
        }
    }

    private static McapWriterOptions Options(HashSet<string> features) => new()
    {
        Compression = McapCompression.None,
        ChunkSize = features.Contains("ch") ? 1 << 20 : 0,
        MessageIndexes = features.Contains("mx"),
        Statistics = features.Contains("st"),
        RepeatSchemas = features.Contains("rsh"),
        RepeatChannels = features.Contains("rch"),
        ChunkIndexes = features.Contains("chx"),
        AttachmentIndexes = features.Contains("ax"),
        MetadataIndexes = features.Contains("mdx"),
        SummaryOffsets = features.Contains("sum"),
    };
}
