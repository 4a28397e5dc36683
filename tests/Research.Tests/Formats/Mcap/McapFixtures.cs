using System.IO.Compression;
using System.Text.Json.Nodes;
using Research.Formats.Mcap;

namespace Research.Tests.Formats.Mcap;

/// <summary>Files that <c>mcap_files.py</c> has written after the specification, and records in the script's words.</summary>
internal static class McapFixtures
{
    public static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "mcap", "mcap_files.py");

    /// <summary>Name, bytes and records of every file of an archive.</summary>
    public static IEnumerable<(string Name, byte[] File, JsonArray Records)> Read(string archive)
    {
        using var zip = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "mcap", archive));
        foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith(".mcap", StringComparison.Ordinal)))
        {
            string name = entry.Name[..^".mcap".Length];
            yield return (name, Bytes(entry), JsonNode.Parse(Bytes(zip.GetEntry(name + ".json")!))!.AsArray());
        }
    }

    public static IReadOnlyList<McapRecord> Records(byte[] file, McapReadOptions? options = null)
    {
        using var reader = new McapRecordReader(new MemoryStream(file), "a.mcap", options);
        return [.. reader.ReadAll()];
    }

    public static string Text(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);

    /// <summary>A record in the script's words.</summary>
    public static JsonObject Describe(McapRecord record)
    {
        var fields = record switch
        {
            McapHeader r => new JsonObject { ["profile"] = r.Profile, ["library"] = r.Library },
            McapSchema r => new JsonObject
            {
                ["id"] = r.Id,
                ["name"] = r.Name,
                ["encoding"] = r.Encoding,
                ["data"] = Text(r.Data),
            },
            McapChannel r => new JsonObject
            {
                ["id"] = r.Id,
                ["schema_id"] = r.SchemaId,
                ["topic"] = r.Topic,
                ["message_encoding"] = r.MessageEncoding,
                ["metadata"] = Map(r.Metadata),
            },
            McapMessage r => new JsonObject
            {
                ["channel_id"] = r.ChannelId,
                ["sequence"] = r.Sequence,
                ["log_time"] = r.LogTime,
                ["publish_time"] = r.PublishTime,
                ["data"] = Text(r.Data),
            },
            McapMessageIndex r => new JsonObject
            {
                ["channel_id"] = r.ChannelId,
                ["records"] = new JsonArray([.. r.Records.Select(pair => (JsonNode)new JsonArray(pair.LogTime, pair.Offset))]),
            },
            McapAttachment r => new JsonObject
            {
                ["log_time"] = r.LogTime,
                ["create_time"] = r.CreateTime,
                ["name"] = r.Name,
                ["media_type"] = r.MediaType,
                ["data"] = Text(r.Data),
                ["crc"] = r.Crc,
            },
            McapMetadata r => new JsonObject { ["name"] = r.Name, ["metadata"] = Map(r.Metadata) },
            McapDataEnd r => new JsonObject { ["data_section_crc"] = r.DataSectionCrc },
            McapStatistics r => new JsonObject
            {
                ["message_count"] = r.MessageCount,
                ["schema_count"] = r.SchemaCount,
                ["channel_count"] = r.ChannelCount,
                ["attachment_count"] = r.AttachmentCount,
                ["metadata_count"] = r.MetadataCount,
                ["chunk_count"] = r.ChunkCount,
                ["message_start_time"] = r.MessageStartTime,
                ["message_end_time"] = r.MessageEndTime,
                ["channel_message_counts"] = Map(r.ChannelMessageCounts),
            },
            McapMetadataIndex r => new JsonObject { ["offset"] = r.Offset, ["length"] = r.Length, ["name"] = r.Name },
            McapAttachmentIndex r => new JsonObject
            {
                ["offset"] = r.Offset,
                ["length"] = r.Length,
                ["log_time"] = r.LogTime,
                ["create_time"] = r.CreateTime,
                ["data_size"] = r.DataSize,
                ["name"] = r.Name,
                ["media_type"] = r.MediaType,
            },
            McapChunkIndex r => new JsonObject
            {
                ["message_start_time"] = r.MessageStartTime,
                ["message_end_time"] = r.MessageEndTime,
                ["chunk_start_offset"] = r.ChunkStartOffset,
                ["chunk_length"] = r.ChunkLength,
                ["message_index_offsets"] = Map(r.MessageIndexOffsets),
                ["message_index_length"] = r.MessageIndexLength,
                ["compression"] = r.Compression,
                ["compressed_size"] = r.CompressedSize,
                ["uncompressed_size"] = r.UncompressedSize,
            },
            McapSummaryOffset r => new JsonObject
            {
                ["group_opcode"] = (byte)r.GroupOpcode,
                ["group_start"] = r.GroupStart,
                ["group_length"] = r.GroupLength,
            },
            McapFooter r => new JsonObject
            {
                ["summary_start"] = r.SummaryStart,
                ["summary_offset_start"] = r.SummaryOffsetStart,
                ["summary_crc"] = r.SummaryCrc,
            },
            _ => throw new ArgumentException($"{record.Opcode}", nameof(record)),
        };
        fields.Insert(0, "type", record.Opcode.ToString());
        return fields;
    }

    private static JsonObject Map<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> map)
        where TKey : notnull => new(map.Select(pair =>
            KeyValuePair.Create($"{pair.Key}", (JsonNode?)JsonValue.Create(pair.Value))));

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
