using System.Text.Json.Nodes;
using Research.Arrays.Elements;

namespace Research.Arrays.Zarr;

/// <summary>Metadata of zarr v3 (zarr-specs.readthedocs.io/en/latest/v3/core/v3.0.html).</summary>
internal static class ZarrV3
{
    public const string File = "zarr.json";

    private const int MostChunksPerShard = 1 << 24; // an index of 256 MB

    private static readonly string[] ArrayFields =
    [
        "zarr_format", "node_type", "shape", "data_type", "chunk_grid", "chunk_key_encoding", "fill_value", "codecs",
            "attributes", "dimension_names", "storage_transformers",
    ];

    private static readonly string[] GroupFields = ["zarr_format", "node_type", "attributes", "consolidated_metadata"];

    /// <summary>Whether the node is an array; else it is a group.</summary>
    public static bool IsArray(MetadataFile file)
    {
        if (file.Integer("zarr_format", int.MaxValue) != 3)
        {
            throw file.Wrong("zarr_format", "3");
        }

        string type = file.Text("node_type", "\"array\" or \"group\"");
        return type is "array" or "group" ? type == "array" : throw file.Wrong("node_type", "\"array\" or \"group\"");
    }

    public static JsonObject Group(JsonObject attributes) =>
        new() { ["zarr_format"] = 3, ["node_type"] = "group", ["attributes"] = attributes.DeepClone() };

    /// <summary>A group's attributes.</summary>
    public static JsonObject ParseGroup(MetadataFile file)
    {
        RequireKnown(file, GroupFields);
        return file.ObjectOrEmpty("attributes").Root;
    }

    public static ArrayMetadata Parse(MetadataFile file)
    {
        RequireKnown(file, ArrayFields);
        int[] shape = file.Lengths("shape", least: 0);
        var type = file["data_type"] is JsonValue value && value.TryGetValue(out string? name)
            && ElementTypes.Named(name) is { } named
            ? named : throw file.Wrong("data_type", $"one of {ElementTypes.Names}");
        var (grid, gridConfiguration) = file.Extension(file["chunk_grid"], "chunk_grid");
        if (grid != "regular")
        {
            throw file.Fault($"the chunk grid '{grid}'", "'regular'");
        }

        if (file["storage_transformers"] is JsonArray { Count: > 0 } or not (null or JsonArray))
        {
            throw file.Wrong("storage_transformers", "none: they are not supported");
        }

        byte[] fill = file["fill_value"] is { } json && FillValue.Parse(json, type) is { } parsed ? parsed
            : throw file.Wrong("fill_value", $"a value that {type.Name()} holds");
        int[] chunks = gridConfiguration.Lengths("chunk_shape", least: 1);
        var (layout, inner) = Shards(file, chunks);
        var (axes, bigEndian, codecs) = Codecs(inner, "codecs", type, shape.Length);
        var array = new ArrayMetadata(
            ZarrFormat.V3, shape, layout is null ? chunks : inner.Lengths("chunk_shape", least: 1), type, bigEndian, axes, fill,
                codecs, Keys(file),
            new(file.ObjectOrEmpty("attributes").Root));
        return (array with { Shards = layout }).Checked(file.Fault);
    }

    /// <summary>
    /// How chunks are kept together, and the object that has the codecs of each; null and the array's own where each chunk has a
    /// file.
    /// </summary>
    private static (ShardLayout? Layout, MetadataFile Inner) Shards(MetadataFile file, int[] shard)
    {
        if (file["codecs"] is not JsonArray { Count: > 0 } codecs
            || file.Extension(codecs[0], "a codec") is not ("sharding_indexed", { } inner))
        {
            return (null, file);
        }

        if (codecs.Count > 1)
        {
            throw file.Fault("sharding_indexed beside other codecs", "it alone, with the others in its configuration");
        }

        int[] chunks = inner.Lengths("chunk_shape", least: 1);
        if (chunks.Length != shard.Length || chunks.Zip(shard).Any(d => d.Second % d.First != 0))
        {
            throw inner.Wrong("chunk_shape", $"lengths that divide those of the chunk grid, [{string.Join(", ", shard)}]");
        }

        int[] counts = [.. shard.Zip(chunks, (length, chunk) => length / chunk)];
        if (counts.Aggregate(1m, (count, length) => Math.Min(count, MostChunksPerShard) * length) > MostChunksPerShard)
        {
            throw inner.Wrong("chunk_shape", $"at most {MostChunksPerShard} chunks a file");
        }

        var (_, isBigEndian, indexCodecs) = Codecs(inner, "index_codecs", ElementType.UInt64, rank: 0);
        if (indexCodecs.Any(codec => codec is not Crc32cCodec))
        {
            throw inner.Wrong("index_codecs", "bytes, then crc32c or none");
        }

        string location = inner.Has("index_location") ? inner.Text("index_location", "\"start\" or \"end\"") : "end";
        return location is "start" or "end" ? (new ShardLayout(counts, indexCodecs, isBigEndian, location == "start"), inner)
            : throw inner.Wrong("index_location", "\"start\" or \"end\"");
    }

    public static JsonObject Format(ArrayMetadata array)
    {
        var codecs = new JsonArray();
        if (!array.AxisOrder.SequenceEqual(array.AxisOrder.Order()))
        {
            codecs.Add(Named("transpose", new() { ["order"] = new JsonArray([.. array.AxisOrder]) }));
        }

        codecs.Add(Named("bytes", array.Type.Bytes() == 1 ? null : new() { ["endian"] = array.BigEndian ? "big" : "little" }));
        foreach (var codec in array.Codecs)
        {
            codecs.Add(Named(codec.Name, Configuration(codec, array.Type)));
        }

        return new()
        {
            ["zarr_format"] = 3,
            ["node_type"] = "array",
            ["shape"] = new JsonArray([.. array.Shape]),
            ["data_type"] = array.Type.Name(),
            ["chunk_grid"] = Named("regular", new() { ["chunk_shape"] = new JsonArray([.. array.Chunks]) }),
            ["chunk_key_encoding"] = Named(array.Keys.HasPrefix ? "default" : "v2",
                new() { ["separator"] = array.Keys.Separator.ToString() }),
            ["fill_value"] = FillValue.Format(array.Fill, array.Type, ZarrFormat.V3),
            ["codecs"] = codecs,
            ["attributes"] = array.Attributes.DeepClone(),
        };
    }

    /// <summary>
    /// The specification's rule: who does not know a field must not go on, unless the field says that it may be ignored.
    /// </summary>
    private static void RequireKnown(MetadataFile file, string[] known)
    {
        foreach (var (name, value) in file.Root)
        {
            if (!known.Contains(name) && !(value is JsonObject field && field["must_understand"] is JsonValue must
                && must.TryGetValue(out bool understand) && !understand))
            {
                throw file.Fault($"the field {name}", $"{string.Join(", ", known)}, or one with must_understand = false");
            }
        }
    }

    private static ChunkKeys Keys(MetadataFile file)
    {
        var (name, configuration) = file.Extension(file["chunk_key_encoding"], "chunk_key_encoding");
        bool isDefault = name == "default";
        if (!isDefault && name != "v2")
        {
            throw file.Fault($"the chunk key encoding '{name}'", "'default' or 'v2'");
        }

        string separator = configuration.Has("separator") ? configuration.Text("separator", "\".\" or \"/\"") : isDefault ? "/"
            : ".";
        return separator is "." or "/" ? new ChunkKeys(isDefault, separator[0])
            : throw configuration.Wrong("separator", "\".\" or \"/\"");
    }

    private static (int[] Axes, bool BigEndian, ZarrCodec[] Codecs) Codecs(MetadataFile file, string field, ElementType type,
        int rank)
    {
        const string Order = "transpose, then bytes, then blosc, gzip, zstd, numcodecs.zlib or crc32c";
        var entries = (file[field] as JsonArray ?? throw file.Wrong(field, Order)).Select(node => file.Extension(node, "a codec"))
            .ToList();
        int[] axes = [.. Enumerable.Range(0, rank)];
        int next = 0;
        for (; next < entries.Count && entries[next].Name == "transpose"; next++)
        {
            int[] order = entries[next].Configuration.Lengths("order", least: 0);
            axes = order.Order().SequenceEqual(Enumerable.Range(0, rank)) ? [.. order.Select(axis => axes[axis])]
                : throw entries[next].Configuration.Wrong("order", $"each dimension from 0 to {rank - 1} once");
        }

        if (next == entries.Count || entries[next].Name != "bytes")
        {
            string found = next == entries.Count ? "no codec that makes bytes of elements" : $"the codec '{entries[next].Name}'";
            throw file.Fault(found, entries.Any(entry => entry.Name == "sharding_indexed")
                ? $"{Order}: no shards in shards, and no codec before them" : Order);
        }

        var bytes = entries[next++].Configuration;
        bool bigEndian = (type.Bytes() > 1 || bytes.Has("endian") ? bytes.Text("endian", "\"little\" or \"big\"")
            : "little") switch
        {
            "little" => false,
            "big" => true,
            _ => throw bytes.Wrong("endian", "\"little\" or \"big\""),
        };
        return (axes, bigEndian, [.. entries.Skip(next).Select(entry => Codec(file, entry.Name, entry.Configuration))]);
    }

    private static ZarrCodec Codec(MetadataFile file, string name, MetadataFile configuration) => name switch
    {
        "blosc" => new BloscCodec(
            configuration.Text("cname", "the name of Blosc's compressor"), configuration.Integer("clevel", 9),
            configuration.Text("shuffle", "\"noshuffle\", \"shuffle\" or \"bitshuffle\"") switch
            {
                "noshuffle" => BloscShuffle.None,
                "shuffle" => BloscShuffle.Shuffle,
                "bitshuffle" => BloscShuffle.BitShuffle,
                _ => throw configuration.Wrong("shuffle", "\"noshuffle\", \"shuffle\" or \"bitshuffle\""),
            },
            configuration.Integer("blocksize", int.MaxValue, absent: 0)),
        "zstd" => new ZstdCodec(configuration.Integer("level", 22, absent: 0), configuration.Flag("checksum")),
        "gzip" => new GzipCodec(configuration.Integer("level", 9, absent: 5)),
        "numcodecs.zlib" => new ZlibCodec(configuration.Integer("level", 9, absent: 1)),
        "crc32c" => new Crc32cCodec(),
        _ => throw file.Fault($"the codec '{name}'", "one of blosc, gzip, zstd, numcodecs.zlib, crc32c after bytes"),
    };

    private static JsonObject? Configuration(ZarrCodec codec, ElementType type) => codec switch
    {
        BloscCodec blosc => new()
        {
            ["typesize"] = type.Bytes(),
            ["cname"] = blosc.Compressor,
            ["clevel"] = blosc.Level,
            ["shuffle"] =
                blosc.Shuffle switch { BloscShuffle.None => "noshuffle", BloscShuffle.Shuffle => "shuffle", _ => "bitshuffle" },
            ["blocksize"] = blosc.BlockSize,
        },
        ZstdCodec zstd => new() { ["level"] = zstd.Level, ["checksum"] = zstd.Checksum },
        DeflateCodec deflate => new() { ["level"] = deflate.Level },
        _ => null,
    };

    private static JsonObject Named(string name, JsonObject? configuration) =>
        configuration is null ? new() { ["name"] = name } : new() { ["name"] = name, ["configuration"] = configuration };
}
