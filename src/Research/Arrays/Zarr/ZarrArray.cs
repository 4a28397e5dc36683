using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Research.Arrays.Elements;

namespace Research.Arrays.Zarr;

/// <summary>
/// An array on disk in chunks, in the zarr format, version 2 or 3 (zarr-specs.readthedocs.io). Only the chunks that a slice
/// touches are read, and several of them at once: <c>byte[] pixels = frames.Read&lt;byte&gt;(100..116);</c>
/// </summary>
/// <remarks>
/// May be read by several threads at once; may be written by several if no two of them touch the same chunk. A chunk's file is
/// written beside its place and renamed.
/// </remarks>
public sealed class ZarrArray : IArrayReader
{
    private readonly ZarrStore _store;
    private readonly string _key;
    private readonly ArrayMetadata _metadata;
    private readonly ZarrChunks _chunks;

    private ZarrArray(ZarrStore store, string key, ArrayMetadata metadata, MissingChunks missing) =>
        (_store, _key, _metadata, _chunks) = (store, key, metadata, new ZarrChunks(store, key, metadata, missing));

    /// <summary>Where the array is: the path of its store, and its place in it.</summary>
    public string Path => _store.Locate(_key);

    /// <summary>Version of the format.</summary>
    public ZarrFormat Format => _metadata.Format;

    /// <summary>Length of each dimension.</summary>
    public IReadOnlyList<int> Shape => _metadata.Shape;

    /// <summary>The same of a chunk.</summary>
    public IReadOnlyList<int> Chunks => _metadata.Chunks;

    /// <summary>Of the elements.</summary>
    public ElementType DataType => _metadata.Type;

    /// <summary>Whether an element's highest byte comes first on disk.</summary>
    public bool BigEndian => _metadata.BigEndian;

    /// <summary>The dimensions in the order in which they lie in a chunk on disk, the last running fastest.</summary>
    public IReadOnlyList<int> AxisOrder => _metadata.AxisOrder;

    /// <summary>What is done to a chunk's bytes, first to last.</summary>
    public IReadOnlyList<ZarrCodec> Codecs => _metadata.Codecs;

    /// <summary>What elements of chunks that were never written are, as JSON; null where such chunks cannot be read.</summary>
    public JsonNode? FillValue => _metadata.Fill is null ? null : Arrays.Zarr.FillValue.Format(_metadata.Fill, DataType, Format);

    /// <summary>
    /// How many chunks a file has along each dimension; null where each chunk has a file of its own. Such arrays are only read.
    /// </summary>
    public IReadOnlyList<int>? ChunksPerShard => _metadata.Shards?.Chunks;

    /// <summary>Any JSON by name; NaN and the infinities, which Python writes and JSON lacks, as strings.</summary>
    /// <exception cref="InvalidDataException">In v2, where they have a file of their own: it cannot be read.</exception>
    public JsonObject Attributes => _metadata.Attributes;

    /// <summary>How many chunks the array has; those that were never written count too.</summary>
    public long ChunkCount => _metadata.Grid.Aggregate(1L, (count, length) => count * length);

    /// <summary>The array's files, metadata among them, and the bytes that they take.</summary>
    public (int Files, long Bytes) Stored => _store.Stored(_key);

    /// <summary>
    /// Opens an array by its path: <c>episodes.zarr/episode_0/frames</c>, <c>episodes.zip/episode_0/frames</c>.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="missing">What to do where a chunk that is read is not there.</param>
    /// <exception cref="DirectoryNotFoundException">There is nothing at this path.</exception>
    /// <exception cref="InvalidDataException">It is no zarr array, or its metadata cannot be read; the message names the file,
    /// what was found and what was expected.</exception>
    public static ZarrArray Open(string path, MissingChunks missing = MissingChunks.Refuse)
    {
        var (store, key) = ZarrStore.Open(path);
        return Open(store, key, missing);
    }

    /// <summary>
    /// Looks which of the array's chunks are not there, or, where a file has several, which files. Nothing is read.
    /// </summary>
    /// <param name="most">How many to name at most.</param>
    /// <returns>How many there are, and the names of the first.</returns>
    public (long Count, IReadOnlyList<string> First) FindMissing(int most = 5) => _chunks.FindMissing(most);

    /// <summary>Sees that all chunks are there.</summary>
    /// <exception cref="InvalidDataException">Some are not, and the array was not opened with
    /// <see cref="MissingChunks.Fill"/>.</exception>
    public void RequireComplete() => _chunks.RequireComplete();

    /// <summary>All elements of a slice, the last dimension running fastest.</summary>
    /// <typeparam name="T">The elements' type, or another that holds every value that is read.</typeparam>
    /// <param name="slices">Of the first dimensions; the others are taken in full.</param>
    /// <exception cref="ArgumentException">A slice is not within its dimension.</exception>
    /// <exception cref="InvalidDataException">A chunk is missing or cannot be decoded, or a value is none of
    /// <typeparamref name="T"/>; the message says which.</exception>
    public T[] Read<T>(params Range[] slices)
        where T : unmanaged
    {
        var slice = ArraySlice.Of(Path, Shape, slices);
        RequireRoom(slice, Unsafe.SizeOf<T>());
        var values = GC.AllocateUninitializedArray<T>((int)slice.Count);
        Read(slice, values.AsSpan());
        return values;
    }

    /// <summary>Reads a slice into memory that is there.</summary>
    /// <typeparam name="T">The elements' type, or another that holds every value that is read.</typeparam>
    /// <param name="destination">Takes the elements, the last dimension running fastest; as many as the slice has.</param>
    /// <param name="slices">Of the first dimensions; the others are taken in full.</param>
    /// <exception cref="ArgumentException">A slice is not within its dimension, or the destination is of another
    /// length.</exception>
    /// <exception cref="InvalidDataException">A chunk cannot be decoded, or a value is none of <typeparamref name="T"/>; the
    /// message says which.</exception>
    public void Read<T>(Span<T> destination, params Range[] slices)
        where T : unmanaged
    {
        var slice = ArraySlice.Of(Path, Shape, slices);
        RequireLength(slice, destination.Length);
        RequireRoom(slice, Unsafe.SizeOf<T>());
        Read(slice, destination);
    }

    /// <summary>Writes a slice; chunks that it covers in part are read first.</summary>
    /// <typeparam name="T">The elements' type, or another of which the array's type holds every value that is
    /// written.</typeparam>
    /// <param name="values">The elements, the last dimension running fastest; as many as the slice has.</param>
    /// <param name="slices">Of the first dimensions; the others are taken in full.</param>
    /// <exception cref="ArgumentException">A slice is not within its dimension, there are more or fewer values, or one that the
    /// array cannot hold.</exception>
    /// <exception cref="InvalidDataException">A chunk that is there cannot be decoded.</exception>
    /// <exception cref="IOException">A chunk cannot be written.</exception>
    /// <exception cref="NotSupportedException">The store is a zip file, or the array has several chunks in a file.</exception>
    public void Write<T>(ReadOnlySpan<T> values, params Range[] slices)
        where T : unmanaged
    {
        var slice = ArraySlice.Of(Path, Shape, slices);
        RequireLength(slice, values.Length);
        RequireRoom(slice, Math.Max(Unsafe.SizeOf<T>(), DataType.Bytes()));
        var given = ElementTypes.Of<T>();
        if (given == DataType)
        {
            _chunks.Write(slice, MemoryMarshal.AsBytes(values));
            return;
        }

        using var converted = new PooledBytes(values.Length * DataType.Bytes());
        if (ExactConversion.Convert(MemoryMarshal.AsBytes(values), given, converted.Span, DataType) is var wrong and >= 0)
        {
            throw new ArgumentException(
                $"{Path}: found {values[wrong]} for [{string.Join(", ", slice.IndexOf(wrong))}]; expected a value that "
                + $"{DataType.Name()} holds.");
        }

        _chunks.Write(slice, converted.Span);
    }

    internal static ZarrArray Open(ZarrStore store, string key, MissingChunks missing = MissingChunks.Refuse)
    {
        if (MetadataFile.Read(store, ZarrStore.Join(key, ZarrV3.File)) is { } file)
        {
            return ZarrV3.IsArray(file) ? new(store, key, ZarrV3.Parse(file), missing) : throw file.Fault("a group", "an array");
        }

        if (MetadataFile.Read(store, ZarrStore.Join(key, ZarrV2.ArrayFile)) is not { } array)
        {
            throw new InvalidDataException(
                $"{store.Locate(key)}: found "
                + $"{(store.Contains(ZarrStore.Join(key, ZarrV2.GroupFile)) ? "a zarr group" : $"neither {ZarrV2.ArrayFile} nor {ZarrV3.File}{ZarrStore.Hint(store, key)}")}; expected a zarr array.");
        }

        return new(store, key, ZarrV2.Parse(array, ZarrV2.Attributes(store, key)), missing);
    }

    /// <summary>What is said of an array that cannot be opened.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">Of the array.</param>
    /// <param name="fault">Why it cannot be opened.</param>
    internal static UnreadArray Describe(ZarrStore store, string key, InvalidDataException fault)
    {
        string name = System.IO.Path.GetFileName(key), prefix = store.Locate(key) + "/";
        string reason = fault.Message.StartsWith(prefix, StringComparison.Ordinal) ? fault.Message[prefix.Length..]
            : fault.Message;
        try
        {
            var file = MetadataFile.Read(store, ZarrStore.Join(key, ZarrV3.File))
                ?? MetadataFile.Read(store, ZarrStore.Join(key, ZarrV2.ArrayFile));
            return new(name, file?.Short("data_type") ?? file?.Short("dtype") ?? "",
                file?.Short("shape")?.Replace(",", ", ") ?? "", reason.TrimEnd('.'));
        }
        catch (InvalidDataException)
        {
            return new(name, "", "", reason.TrimEnd('.')); // that is the fault
        }
    }

    /// <summary>The first elements of the last dimension, at the others' first index, as text; one chunk is read.</summary>
    internal string[] First(int most)
    {
        var slice = ArraySlice.Of(Path, Shape,
            [.. Shape.Select((length, d) => ..Math.Min(length, d == Shape.Count - 1 ? Math.Min(most, Chunks[d]) : 1))]);
        byte[] elements = new byte[slice.Count * DataType.Bytes()];
        _chunks.Read(slice, elements);
        return DataType.Texts(elements, most);
    }

    internal static ZarrArray Create(ZarrStore store, string key, ZarrFormat format, ZarrArrayOptions options)
    {
        var metadata = ArrayMetadata.Of(options, format,
            (found, expected) => new ArgumentException($"{store.Locate(key)}: found {found}; expected {expected}."));
        if (format == ZarrFormat.V3)
        {
            MetadataFile.Write(store, ZarrStore.Join(key, ZarrV3.File), ZarrV3.Format(metadata));
        }
        else
        {
            if (metadata.Attributes.Count > 0)
            {
                MetadataFile.Write(store, ZarrStore.Join(key, ZarrV2.AttributeFile), metadata.Attributes);
            }

            MetadataFile.Write(store, ZarrStore.Join(key, ZarrV2.ArrayFile), ZarrV2.Format(metadata));
        }

        return new(store, key, metadata, MissingChunks.Refuse);
    }

    private void Read<T>(ArraySlice slice, Span<T> destination)
        where T : unmanaged
    {
        var asked = ElementTypes.Of<T>();
        if (asked == DataType)
        {
            _chunks.Read(slice, MemoryMarshal.AsBytes(destination));
            return;
        }

        using var stored = new PooledBytes(destination.Length * DataType.Bytes());
        _chunks.Read(slice, stored.Span);
        if (ExactConversion.Convert(stored.Span, DataType, MemoryMarshal.AsBytes(destination), asked) is var wrong and >= 0)
        {
            throw new InvalidDataException(
                $"{Path}: found {DataType.Text(stored.Span[(wrong * DataType.Bytes())..])} at "
                + $"[{string.Join(", ", slice.IndexOf(wrong))}], of {DataType.Name()}; expected a value that {asked.Name()} "
                + "holds.");
        }
    }

    private void RequireLength(ArraySlice slice, int length)
    {
        if (slice.Count != length)
        {
            throw new ArgumentException(
                $"{Path}: found room for {length} elements; expected {slice.Count}, as the slice "
                + $"[{string.Join(", ", slice.Length)}] has.");
        }
    }

    private void RequireRoom(ArraySlice slice, int elementBytes)
    {
        long bytes = slice.Count * Math.Max(elementBytes, DataType.Bytes());
        if (bytes > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{Path}: found a slice [{string.Join(", ", slice.Length)}] of {bytes} bytes; expected at most "
                + $"{Array.MaxLength} at a time.");
        }
    }
}
