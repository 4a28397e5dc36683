using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;
using static TorchSharp.torch;

namespace Research.Training;

/// <summary>Where a tensor lies in a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
public sealed record SafetensorsEntry(string Name, ScalarType Type, IReadOnlyList<long> Shape, long Begin, long End);

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
        ("I64", ScalarType.Int64, 8), ("F64", ScalarType.Float64, 8), ("F32", ScalarType.Float32, 4), ("I32", ScalarType.Int32, 4),
        ("BF16", ScalarType.BFloat16, 2), ("F16", ScalarType.Float16, 2), ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
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
        using FileStream stream = File.OpenRead(path);
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
                path, $"a header of {headerBytes} bytes in a file of {length}", $"at most {length - LengthBytes} bytes of header");
        }

        byte[] json = new byte[headerBytes];
        stream.ReadExactly(json);
        if (json.Length == 0 || json[0] != '{')
        {
            throw new SafetensorsException(path, json.Length == 0 ? "an empty header" : $"a header that begins with byte 0x{json[0]:x2}", "a JSON object, from its '{' on");
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
        Dictionary<string, JsonElement> fields = Members(value, $"tensor '{name}'", "an object with dtype, shape and data_offsets")
            .ToDictionary(pair => pair.Name, pair => pair.Value);
        JsonElement Field(string key) => fields.TryGetValue(key, out JsonElement field) ? field : throw Fault($"no {key} of tensor '{name}'", "dtype, shape and data_offsets");

        JsonElement dtype = Field("dtype");
        string? typeName = dtype.ValueKind == JsonValueKind.String ? dtype.GetString() : dtype.GetRawText();
        var type = Array.Find(DataTypes, type => type.Name == typeName);
        if (type.Name is null)
        {
            throw Fault($"dtype {typeName} of tensor '{name}'", $"one of {string.Join(", ", DataTypes.Select(t => t.Name))}");
        }

        long[] shape = Counts(Field("shape"), $"the shape of tensor '{name}'");
        if (shape.Length > MostDimensions)
        {
            throw Fault($"{shape.Length} dimensions of tensor '{name}'", $"at most {MostDimensions}");
        }

        long[] offsets = Counts(Field("data_offsets"), $"the data_offsets of tensor '{name}'");
        if (offsets.Length != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes)
        {
            throw Fault($"data_offsets [{string.Join(", ", offsets)}] of tensor '{name}'", $"a begin and an end, in order, within the {dataBytes} bytes of data");
        }

        if (Bytes(shape, type.Bytes) is not { } bytes)
        {
            throw Fault($"shape [{string.Join(", ", shape)}] of tensor '{name}'", "a size that fits in 64 bits");
        }

        return bytes == offsets[1] - offsets[0]
            ? new(name, type.Type, shape, offsets[0], offsets[1])
            : throw Fault($"{offsets[1] - offsets[0]} bytes for tensor '{name}'", $"{bytes}, as {type.Name}[{string.Join(", ", shape)}] takes");
    }

    private void CheckCoverage(long dataBytes)
    {
        long covered = 0;
        foreach (SafetensorsEntry tensor in Tensors)
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
    private static long? Bytes(long[] shape, int elementBytes)
    {
        if (shape.Contains(0))
        {
            return 0;
        }

        try
        {
            return shape.Aggregate((long)elementBytes, (bytes, size) => checked(bytes * size));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private long[] Counts(JsonElement value, string what) =>
        value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long count) && count >= 0
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
        foreach (JsonProperty member in value.EnumerateObject())
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
