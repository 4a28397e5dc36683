using System.Text.Json.Nodes;
using Research.Arrays.Elements;

namespace Research.Arrays.Zarr;

/// <summary>All that a store says about an array.</summary>
/// <param name="Format">Version of the format.</param>
/// <param name="Shape">Length of each dimension.</param>
/// <param name="Chunks">The same of a chunk.</param>
/// <param name="Type">Of the elements.</param>
/// <param name="BigEndian">Whether their highest byte comes first.</param>
/// <param name="AxisOrder">The dimensions in the order in which they lie in a chunk, the last running fastest.</param>
/// <param name="Fill">Bytes of the element that missing chunks are made of; null: they are an error.</param>
/// <param name="Codecs">What was done to a chunk's bytes, first to last.</param>
/// <param name="Keys">The names of the chunks' files.</param>
/// <param name="LazyAttributes">Any JSON by name. In v2 it has a file of its own, which may be damaged where the array is
/// not.</param>
internal sealed record ArrayMetadata(
    ZarrFormat Format, int[] Shape, int[] Chunks, ElementType Type, bool BigEndian, int[] AxisOrder, byte[]? Fill,
    IReadOnlyList<ZarrCodec> Codecs, ChunkKeys Keys, Lazy<JsonObject> LazyAttributes)
{
    /// <summary>How chunks are kept together in files; null where each has its own.</summary>
    public ShardLayout? Shards { get; init; }

    /// <summary>Any JSON by name.</summary>
    /// <exception cref="InvalidDataException">The file with them cannot be read.</exception>
    public JsonObject Attributes => LazyAttributes.Value;

    /// <summary>The longest chunk, in bytes.</summary>
    private const int MostBytes = int.MaxValue - 64;

    /// <summary>Bytes of a chunk.</summary>
    public int ChunkBytes => Chunks.Aggregate(Type.Bytes(), (bytes, length) => bytes * length);

    /// <summary>How many chunks there are along each dimension.</summary>
    public int[] Grid => [.. Shape.Zip(Chunks, (length, chunk) => (int)(((long)length + chunk - 1) / chunk))];

    public static ArrayMetadata Of(ZarrArrayOptions options, ZarrFormat format, Func<string, string, Exception> fault)
    {
        int rank = options.Shape.Count;
        char separator = options.DimensionSeparator ?? (format == ZarrFormat.V2 ? '.' : '/');
        if (options.Shape.FirstOrDefault(length => length < 0) is var below and < 0)
        {
            throw fault($"the length {below}", "0 or more");
        }

        if (separator is not ('.' or '/'))
        {
            throw fault($"the dimension separator '{separator}'", "'.' or '/'");
        }

        byte[]? fill = options.FillValue is { } node
            ? FillValue.Parse(node, options.DataType)
            ?? throw fault($"the fill value {node.ToJsonString()}", $"one that {options.DataType.Name()} holds")
            : format == ZarrFormat.V2 ? null : throw fault("no fill value", "one, as zarr v3 asks for");
        int[] axes = [.. Enumerable.Range(0, rank)];
        if (options.FortranOrder)
        {
            Array.Reverse(axes);
        }

        if (format == ZarrFormat.V2 && (options.Codecs.Count > 1 || options.Codecs.Any(codec => codec.Id is null)))
        {
            throw fault($"the codecs {string.Join(", ", options.Codecs.Select(codec => codec.Name))}",
                "one compressor or none, as zarr v2 has it");
        }

        return new ArrayMetadata(
            format, [.. options.Shape], [.. options.Chunks], options.DataType, options.BigEndian, axes, fill, options.Codecs,
            new ChunkKeys(format == ZarrFormat.V3, separator), new(options.Attributes?.DeepClone().AsObject() ?? []))
                .Checked(fault);
    }

    /// <summary>The same, once its parts were found to fit each other.</summary>
    public ArrayMetadata Checked(Func<string, string, Exception> fault)
    {
        string chunks = $"chunks [{string.Join(", ", Chunks)}] of an array [{string.Join(", ", Shape)}]";
        if (Chunks.Length != Shape.Length || Chunks.Any(length => length < 1))
        {
            throw fault(chunks, "a length of 1 or more for each dimension");
        }

        if (Shape.Length > ElementTypes.MostDimensions)
        {
            throw fault($"{Shape.Length} dimensions", $"at most {ElementTypes.MostDimensions}");
        }

        if (Chunks.Aggregate((decimal)Type.Bytes(), (bytes, length) => Math.Min(bytes, int.MaxValue) * length) > MostBytes)
        {
            throw fault(chunks, $"at most {MostBytes} bytes a chunk");
        }

        return Codecs.Count(codec => codec is not Crc32cCodec) <= 1
            ? this
            : throw fault($"the codecs {string.Join(", ", Codecs.Select(codec => codec.Name))}", "one that compresses at most");
    }
}

/// <summary>The names of the chunks' files.</summary>
/// <param name="HasPrefix">Whether they begin with <c>c</c>, as in zarr v3.</param>
/// <param name="Separator">What parts the indices.</param>
internal sealed record ChunkKeys(bool HasPrefix, char Separator)
{
    public string Of(ReadOnlySpan<int> chunk)
    {
        string indices = string.Join(Separator, chunk.ToArray());
        return !HasPrefix ? (chunk.IsEmpty ? "0" : indices) : chunk.IsEmpty ? "c" : $"c{Separator}{indices}";
    }
}
