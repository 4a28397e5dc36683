using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;
using Research.Arrays.Elements;
using static TorchSharp.torch;

namespace Research.Training;

/// <summary>Where a tensor lies in a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DataType">Its element type, as the file has it: <c>F32</c>.</param>
/// <param name="Type">The same in TorchSharp; null where it has none, as for <c>U16</c> and <c>F8_E4M3</c>.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
public sealed record SafetensorsEntry(
    string Name, string DataType, ScalarType? Type, IReadOnlyList<long> Shape, long Begin, long End)
{
    private static readonly (string Name, ElementType Type)[] Arrays =
    [
        ("BOOL", ElementType.Bool), ("I8", ElementType.Int8), ("U8", ElementType.UInt8), ("I16", ElementType.Int16),
            ("U16", ElementType.UInt16), ("I32", ElementType.Int32),
        ("U32", ElementType.UInt32), ("I64", ElementType.Int64), ("U64", ElementType.UInt64), ("F16", ElementType.Float16),
            ("F32", ElementType.Float32), ("F64", ElementType.Float64),
    ];

    /// <summary>The types that arrays have too, for messages.</summary>
    internal static string ArrayTypes => string.Join(", ", Arrays.Select(type => type.Name));

    /// <summary>The elements' type in arrays; null where they have none.</summary>
    internal ElementType? Elements => Array.FindIndex(Arrays, type => type.Name == DataType) is var index and >= 0
        ? Arrays[index].Type : null;
}

/// <summary>
/// What a safetensors file says about itself: eight bytes with the header's length, then the header, JSON that gives
/// dtype, shape and place of each tensor. Everything in it is checked against the length of the file.
/// </summary>
public sealed class SafetensorsHeader
{
    internal const string MetadataKey = "__metadata__";
    internal const int LengthBytes = 8;

    /// <summary>The longest header, in bytes, as in the reference implementation.</summary>
    public const int LongestHeader = 100_000_000;

    private const int MostDimensions = 64; // libtorch's own limit

    internal static readonly (string Name, ScalarType Type, int Bytes)[] DataTypes =
    [
        ("I64", ScalarType.Int64, 8), ("F64", ScalarType.Float64, 8), ("F32", ScalarType.Float32, 4),
            ("I32", ScalarType.Int32, 4),
        ("BF16", ScalarType.BFloat16, 2), ("F16", ScalarType.Float16, 2), ("I16", ScalarType.Int16, 2),
            ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>The format's other types, in bits: these are only read, or only told of.</summary>
    internal static readonly (string Name, ScalarType? Type, int Bits)[] OtherDataTypes =
    [
        ("C64", ScalarType.ComplexFloat32, 64), ("U64", null, 64), ("U32", null, 32), ("U16", null, 16),
        ("F8_E5M2", null, 8), ("F8_E4M3", null, 8), ("F8_E8M0", null, 8), ("F6_E2M3", null, 6), ("F6_E3M2", null, 6),
            ("F4", null, 4),
    ];

    private readonly string file;

    private SafetensorsHeader(string file, JsonElement root, long dataBytes)
    {
        this.file = file;
        var metadata = new Dictionary<string, string>();
        var tensors = new List<SafetensorsEntry>();
        foreach (var (name, value) in Members(root, "the header", "an object of tensors by name"))
        {
            if (name == MetadataKey)
            {
                metadata = Members(value, MetadataKey, "an object of strings").ToDictionary(
                    pair => pair.Name, pair => pair.Value.ValueKind == JsonValueKind.String
                        ? pair.Value.GetString()!
                        : throw Fault($"{Kind(pair.Value)} as the metadata '{pair.Name}'", "a string"));
            }
            else
            {
                tensors.Add(Entry(name, value, dataBytes));
            }
        }

        Metadata = metadata;
        Tensors = [.. tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End)];
        CheckCoverage(dataBytes);
    }

    /// <summary>Free text by key; empty where the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Tensors { get; }

    /// <summary>Reads and checks the header of a file; no tensor is read.</summary>
    /// <exception cref="SafetensorsException">The file is malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsHeader Read(string path)
    {
        using var stream = RegularFile.OpenRead(path, "a .safetensors file");
        return Read(path, stream);
    }

    internal static SafetensorsHeader Read(string path, Stream stream)
    {
        long length = stream.Length;
        if (length < LengthBytes)
        {
            throw new SafetensorsException(path, $"{length} bytes", $"at least {LengthBytes}, the length of the header");
        }

        Span<byte> prefix = stackalloc byte[LengthBytes];
        stream.ReadExactly(prefix);
        ulong headerBytes = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerBytes > LongestHeader)
        {
            throw new SafetensorsException(path, $"a header of {headerBytes} bytes", $"at most {LongestHeader}");
        }

        long dataBytes = length - LengthBytes - (long)headerBytes;
        if (dataBytes < 0)
        {
            throw new SafetensorsException(
                path, $"a header of {headerBytes} bytes in a file of {length}",
                    $"at most {length - LengthBytes} bytes of header");
        }

        byte[] json = new byte[headerBytes];
        stream.ReadExactly(json);
        if (json.Length == 0 || json[0] != '{')
        {
            throw new SafetensorsException(path, json.Length == 0 ? "an empty header"
                : $"a header that begins with byte 0x{json[0]:x2}", "a JSON object, from its '{' on");
        }

        if (!Utf8.IsValid(json))
        {
            throw new SafetensorsException(path, "a header that is not valid UTF-8", "JSON in UTF-8");
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return new SafetensorsHeader(path, document.RootElement, dataBytes);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SafetensorsException(path, $"a header that is not valid JSON ({e.Message})", "JSON in UTF-8", e);
        }
    }

    private SafetensorsEntry Entry(string name, JsonElement value, long dataBytes)
    {
        var fields =
            Members(value, $"tensor '{name}'", "an object with dtype, shape and data_offsets")
            .ToDictionary(pair => pair.Name, pair => pair.Value);
        JsonElement Field(string key) => fields.TryGetValue(key, out var field) ? field
            : throw Fault($"no {key} of tensor '{name}'", "dtype, shape and data_offsets");

        var dtype = Field("dtype");
        string typeName = dtype.ValueKind == JsonValueKind.String
            ? dtype.GetString()!
            : throw Fault($"dtype {dtype.GetRawText()} of tensor '{name}'", "the name of a type");
        long[] shape = Counts(Field("shape"), $"the shape of tensor '{name}'");
        if (shape.Length > MostDimensions)
        {
            throw Fault($"{shape.Length} dimensions of tensor '{name}'", $"at most {MostDimensions}");
        }

        long[] offsets = Counts(Field("data_offsets"), $"the data_offsets of tensor '{name}'");
        if (offsets.Length != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes)
        {
            throw Fault($"data_offsets [{string.Join(", ", offsets)}] of tensor '{name}'",
                $"a begin and an end, in order, within the {dataBytes} bytes of data");
        }

        var (type, bits) = Find(typeName);
        if (bits is null)
        {
            return new(name, typeName, null, shape, offsets[0], offsets[1]); // a type of a later version of the format
        }

        if (Bytes(shape, bits.Value) is not { } bytes)
        {
            throw Fault($"shape [{string.Join(", ", shape)}] of tensor '{name}'", "a size that fits in 64 bits");
        }

        return bytes == offsets[1] - offsets[0]
            ? new(name, typeName, type, shape, offsets[0], offsets[1])
            : throw Fault($"{offsets[1] - offsets[0]} bytes for tensor '{name}'",
                $"{bytes}, as {typeName}[{string.Join(", ", shape)}] takes");
    }

    /// <summary>A type by its name; no size where the format has none of that name.</summary>
    private static (ScalarType? Type, int? Bits) Find(string name) =>
        Array.Find(DataTypes, type => type.Name == name) is { Name: not null } known ? (known.Type, known.Bytes * 8)
        : Array.Find(OtherDataTypes, type => type.Name == name) is { Name: not null } other ? (other.Type, other.Bits)
            : default((ScalarType?, int?));

    private void CheckCoverage(long dataBytes)
    {
        long covered = 0;
        foreach (var tensor in Tensors)
        {
            if (tensor.Begin != covered)
            {
                throw Fault($"tensor '{tensor.Name}' at byte {tensor.Begin}", $"it at {covered}, with neither gap nor overlap");
            }

            covered = tensor.End;
        }

        if (covered != dataBytes)
        {
            throw Fault($"{dataBytes} bytes of data", $"{covered}, as many as the tensors take");
        }
    }

    /// <summary>The bytes of a tensor; null where they cannot be counted in 64 bits.</summary>
    private static long? Bytes(long[] shape, int elementBits)
    {
        if (shape.Contains(0))
        {
            return 0;
        }

        try
        {
            // Bytes of whole elements first: their bits may not fit where the bytes do.
            long count = shape.Aggregate(1L, (count, size) => checked(count * size));
            return elementBits % 8 == 0 ? checked(count * (elementBits / 8)) : checked(count * elementBits + 7) / 8;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private long[] Counts(JsonElement value, string what) =>
        value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long count)
            && count >= 0
                ? count
                : throw Fault($"{item.GetRawText()} in {what}", "integers from 0 to 2^63 - 1"))]
            : throw Fault($"{Kind(value)} as {what}", "an array of integers");

    private List<(string Name, JsonElement Value)> Members(JsonElement value, string what, string expected)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Fault($"{Kind(value)} as {what}", expected);
        }

        var members = new List<(string, JsonElement)>();
        var seen = new HashSet<string>();
        foreach (var member in value.EnumerateObject())
        {
            if (!seen.Add(member.Name))
            {
                throw Fault($"'{member.Name}' twice in {what}", "each name once");
            }

            members.Add((member.Name, member.Value));
        }

        return members;
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => value.GetRawText(),
    };

    private SafetensorsException Fault(string found, string expected) => new(file, found, expected);
}
