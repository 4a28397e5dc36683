using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Research.Arrays;
using Research.Arrays.Elements;
using Research.Arrays.Zarr;

namespace Research.Inspection;

/// <summary>Zarr arrays and groups.</summary>
internal static partial class ZarrContents
{
    private const int MostGroups = 5; // of many alike, such as episodes

    /// <summary>Null where the path leads to no zarr node.</summary>
    public static ContentTree? Of(string path)
    {
        var (store, key) = ZarrStore.Open(path);
        string name = Path.GetFileName(path);
        return ZarrGroup.IsArray(store, key) switch
        {
            true => Of(name, ZarrArray.Open(store, key), isRoot: true),
            false => Of(name, ZarrGroup.Open(store, key), isRoot: true),
            null => null,
        };
    }

    private static ContentTree Of(string name, ZarrGroup group, bool isRoot)
    {
        string[] groups = [.. group.GroupNames.OrderBy(name => Digits().Replace(name, number => number.Value.PadLeft(20, '0')),
            StringComparer.Ordinal)], arrays = [.. group.ArrayNames];
        string version = isRoot ? $"zarr v{(int)group.Format} " : "";
        var unread = group.Unread;
        var (files, bytes) = group.Stored;
        ContentTree[] more = groups.Length > MostGroups
            ? [ContentTree.Leaf($"… and {ContentTree.Counted(groups.Length - MostGroups, "more group")}, up to {groups[^1]}")]
            : [];
        return new ContentTree(
            $"{name}: {version}group of {ContentTree.Counted(groups.Length, "group")} and "
            + $"{ContentTree.Counted(arrays.Length, "array")}{ContentTree.AndUnread(unread.Count)}; "
            + $"{ContentTree.Size(bytes)} in {ContentTree.Counted(files, "file")}",
            [
                .. Attributes(() => group.Attributes), .. arrays.Select(array => Of(array, group.Array(array), isRoot: false)),
                .. unread.Select(ContentTree.Of),
                .. groups.Take(MostGroups).Select(child => Of(child, group.Group(child), isRoot: false)), .. more,
            ]);
    }

    private static ContentTree Of(string name, ZarrArray array, bool isRoot)
    {
        string version = isRoot ? $"zarr v{(int)array.Format} array, " : "";
        string order = array.AxisOrder.SequenceEqual(array.AxisOrder.Order()) ? ""
            : array.AxisOrder.SequenceEqual(array.AxisOrder.OrderDescending()) ? ", Fortran order"
            : $", axes {ContentTree.Shape(array.AxisOrder)}";
        string codecs = array.Codecs.Count == 0 ? "not compressed" : string.Join(", ", array.Codecs.Select(Text));
        string shards = array.ChunksPerShard is { } perShard ? $" in files of {ContentTree.Shape(perShard)}" : "";
        var (files, bytes) = array.Stored;
        long uncompressed = array.Shape.Aggregate((long)array.DataType.Bytes(), (product, length) => product * length);
        return new ContentTree(
            $"{name}: {version}{array.DataType.Name()} "
            + $"{ContentTree.Shape(array.Shape)}{(array.BigEndian ? ", big-endian" : "")}{order}; "
            + $"{ContentTree.Counted(array.ChunkCount, "chunk")} of {ContentTree.Shape(array.Chunks)}{shards}, {codecs}; "
            + $"{ContentTree.Size(uncompressed)}, on disk {ContentTree.Size(bytes)} in {ContentTree.Counted(files, "file")}",
            [.. Attributes(() => array.Attributes), .. Missing(array), .. First(array)]);
    }

    /// <summary>Attributes, or why there are none: damage in them hides nothing else.</summary>
    private static IEnumerable<ContentTree> Attributes(Func<JsonObject> read)
    {
        try
        {
            return ContentTree.Of(read());
        }
        catch (InvalidDataException e)
        {
            return [ContentTree.Leaf($"attributes not read: {e.Message}")];
        }
    }

    private static ContentTree[] Missing(ZarrArray array) => array.FindMissing() is var (count, first) and not (0, _)
        ? [ContentTree.Leaf(
            $"missing: {ContentTree.Counted(count, array.ChunksPerShard is null ? "chunk" : "file")}, "
                + $"{string.Join(", ", first)}{(count > first.Count ? ", …" : "")}; readers refuse them unless they are asked to "
                + "fill them in")]
        : [];

    private static ContentTree[] First(ZarrArray array)
    {
        try
        {
            return ContentTree.First(array.First(ContentTree.FirstValues));
        }
        catch (InvalidDataException e)
        {
            return [ContentTree.Leaf($"first values not read: {e.Message}")];
        }
    }

    private static string Text(ZarrCodec codec) => codec switch
    {
        BloscCodec blosc =>
            $"blosc {blosc.Compressor} level "
            + $"{blosc.Level}{blosc.Shuffle switch { BloscShuffle.None => "", BloscShuffle.Shuffle => " shuffle", _ => " bitshuffle" }}",
        ZstdCodec zstd => $"zstd level {zstd.Level}",
        DeflateCodec deflate => $"{deflate.Id} level {deflate.Level}",
        _ => codec.Name,
    };

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
