using System.Text.Json.Nodes;
using Research.Arrays.Elements;

namespace Research.Arrays.Zarr;

/// <summary>What a new zarr array is like.</summary>
/// <param name="Shape">Length of each dimension.</param>
/// <param name="Chunks">The same of a chunk; a chunk is what is read and written at once.</param>
/// <param name="DataType">Of its elements.</param>
public sealed record ZarrArrayOptions(IReadOnlyList<int> Shape, IReadOnlyList<int> Chunks, ElementType DataType)
{
    /// <summary>
    /// What is done to a chunk's bytes, first to last; by default Blosc with zstd, level 3. Zarr v2 has one compressor or none.
    /// </summary>
    public IReadOnlyList<ZarrCodec> Codecs { get; init; } = [new BloscCodec()];

    /// <summary>
    /// What elements of chunks that were never written are: a number, a boolean, or <c>"NaN"</c>, <c>"Infinity"</c>,
    /// <c>"-Infinity"</c>, <c>"0x…"</c>; by default 0. Null, in v2 only: nothing, and reading such a chunk is an error.
    /// </summary>
    public JsonNode? FillValue { get; init; } = 0;

    /// <summary>
    /// Whether the first dimension runs fastest in a chunk. What is read and written is in row-major order all the same.
    /// </summary>
    public bool FortranOrder { get; init; }

    /// <summary>Whether an element's highest byte comes first.</summary>
    public bool BigEndian { get; init; }

    /// <summary>
    /// What parts a chunk's indices in its file's name: <c>.</c> or <c>/</c>; by default <c>.</c> in v2 and <c>/</c> in v3.
    /// </summary>
    public char? DimensionSeparator { get; init; }

    /// <summary>Any JSON by name.</summary>
    public JsonObject? Attributes { get; init; }
}
