using System.Text.Json.Nodes;
using Research.Arrays.Elements;

namespace Research.Arrays.Zarr;

/// <summary>Metadata of zarr v2 (zarr-specs.readthedocs.io/en/latest/v2/v2.0.html).</summary>
internal static class ZarrV2
{
    public const string GroupFile = ".zgroup", ArrayFile = ".zarray", AttributeFile = ".zattrs";

    public static JsonObject Group => new() { ["zarr_format"] = 2 };

    public static ArrayMetadata Parse(MetadataFile file, Lazy<JsonObject> attributes)
    {
        RequireFormat(file);
        int[] shape = file.Lengths("shape", least: 0), chunks = file.Lengths("chunks", least: 1);
        var (type, bigEndian) = file["dtype"] is JsonValue descr && descr.TryGetValue(out string? text)
            && ElementTypes.Parse(text) is { } parsed
            ? parsed : throw file.Wrong("dtype", $"one of {ElementTypes.Names} as NumPy writes it, such as \"|u1\" or \"<f4\"");
        if (file["filters"] is JsonArray { Count: > 0 } or not (null or JsonArray))
        {
            throw file.Wrong("filters", "null: filters are not supported");
        }

        int[] axes = [.. Enumerable.Range(0, shape.Length)];
        switch (file.Text("order", "\"C\" or \"F\""))
        {
            case "C":
                break;
            case "F":
                Array.Reverse(axes);
                break;
            default:
                throw file.Wrong("order", "\"C\" or \"F\"");
        }

        byte[]? fill = file["fill_value"] is { } value ? FillValue.Parse(value, type)
            ?? throw file.Wrong("fill_value", $"a value that {type.Name()} holds, or null") : null;
        string separator = file.Has("dimension_separator") ? file.Text("dimension_separator", "\".\" or \"/\"") : ".";
        if (separator is not ("." or "/"))
        {
            throw file.Wrong("dimension_separator", "\".\" or \"/\"");
        }

        return new ArrayMetadata(
            ZarrFormat.V2, shape, chunks, type, bigEndian, axes, fill, Compressor(file, type),
                new ChunkKeys(HasPrefix: false, separator[0]), attributes).Checked(file.Fault);
    }

    /// <summary>A node's attributes, which have a file of their own, read when they are asked for.</summary>
    public static Lazy<JsonObject> Attributes(ZarrStore store, string key) =>
        new(() => MetadataFile.Read(store, ZarrStore.Join(key, AttributeFile))?.Root ?? []);

    public static JsonObject Format(ArrayMetadata array) => new()
    {
        ["chunks"] = new JsonArray([.. array.Chunks]),
        ["compressor"] = array.Codecs is [var codec] ? Format(codec) : null,
        ["dimension_separator"] = array.Keys.Separator.ToString(),
        ["dtype"] = array.Type.Descr(array.BigEndian),
        ["fill_value"] = array.Fill is null ? null : FillValue.Format(array.Fill, array.Type, ZarrFormat.V2),
        ["filters"] = null,
        ["order"] = array.AxisOrder.Length > 1 && array.AxisOrder[0] > 0 ? "F" : "C",
        ["shape"] = new JsonArray([.. array.Shape]),
        ["zarr_format"] = 2,
    };

    public static void RequireFormat(MetadataFile file)
    {
        if (file.Integer("zarr_format", int.MaxValue) != 2)
        {
            throw file.Wrong("zarr_format", "2");
        }
    }

    private static ZarrCodec[] Compressor(MetadataFile file, ElementType type)
    {
        if (file["compressor"] is null)
        {
            return [];
        }

        var compressor = file.Object("compressor", "an object with an id, or null");
        return compressor.Text("id", "the compressor's name") switch
        {
            "blosc" => [new BloscCodec(
                compressor.Text("cname", "the name of Blosc's compressor"), compressor.Integer("clevel", 9),
                    Shuffle(compressor, type), compressor.Integer("blocksize", int.MaxValue, absent: 0))],
            "zstd" => [new ZstdCodec(compressor.Integer("level", 22, absent: 0), compressor.Flag("checksum"))],
            "gzip" => [new GzipCodec(compressor.Integer("level", 9, absent: 1))],
            "zlib" => [new ZlibCodec(compressor.Integer("level", 9, absent: 1))],
            _ => throw compressor.Wrong("id", "one of blosc, zstd, gzip, zlib, or no compressor"),
        };
    }

    private static BloscShuffle Shuffle(MetadataFile compressor, ElementType type) =>
        compressor.Integer("shuffle", 2, absent: 1) switch
        {
            0 => BloscShuffle.None,
            1 => BloscShuffle.Shuffle,
            2 => BloscShuffle.BitShuffle,
            -1 => type.Bytes() == 1 ? BloscShuffle.BitShuffle : BloscShuffle.Shuffle, // numcodecs' AUTOSHUFFLE
            _ => throw compressor.Wrong("shuffle", "-1, 0, 1 or 2"),
        };

    private static JsonObject Format(ZarrCodec codec) => codec switch
    {
        BloscCodec blosc =>
            new()
            {
                ["blocksize"] = blosc.BlockSize,
                ["clevel"] = blosc.Level,
                ["cname"] = blosc.Compressor,
                ["id"] = "blosc",
                ["shuffle"] = (int)blosc.Shuffle,
            },
        ZstdCodec { Checksum: true } zstd => new() { ["id"] = "zstd", ["level"] = zstd.Level, ["checksum"] = true },
        ZstdCodec zstd => new() { ["id"] = "zstd", ["level"] = zstd.Level }, // older numcodecs know no other field
        DeflateCodec deflate => new() { ["id"] = deflate.Id, ["level"] = deflate.Level },
        _ => throw new NotSupportedException($"Zarr v2 has no {codec.Name}."),
    };
}
