using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Research.Arrays.Npy;
using static TorchSharp.torch;

namespace Research.Training;

/// <summary>
/// Tensors by name in one file, in the safetensors format (github.com/huggingface/safetensors), which Python reads too:
/// <c>Safetensors.Save("model.safetensors", model.state_dict());</c>
/// </summary>
public static class Safetensors
{
    private const int BlockBytes = 1 << 28; // a span cannot hold more than 2 GB

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Writes tensors, as the reference implementation lays them out. The file is written beside its place, flushed to the
    /// disk and renamed: at no time is there half a file under <paramref name="path"/>.
    /// </summary>
    /// <param name="path">The file, which is replaced where there is one.</param>
    /// <param name="tensors">The tensors, on any device.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <exception cref="ArgumentException">A dtype that the format lacks, or a name that it cannot hold.</exception>
    /// <exception cref="ObjectDisposedException">A tensor was disposed, or its dispose scope was.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(
        string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var order = tensors.Select(pair => (pair.Key, pair.Value, Type: TypeOf(pair.Key, pair.Value)))
            .OrderBy(item => item.Type).ThenBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => (Name: item.Key, Tensor: item.Value, item.Type)).ToList();
        byte[] header = Header(order, metadata);
        AtomicFile.Write(path, beside =>
        {
            using var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write);
            stream.Write(header);
            foreach (var (_, tensor, type) in order)
            {
                Write(stream, tensor, SafetensorsHeader.DataTypes[type].Bytes);
            }
        });
    }

    /// <summary>Reads all tensors of a file, after all that its header says was checked.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where the tensors go; the CPU where null.</param>
    /// <returns>The tensors by name; they belong to the caller, or to the dispose scope that is open.</returns>
    /// <exception cref="SafetensorsException">The file is malformed, or has a tensor of a type that TorchSharp lacks.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Dictionary<string, Tensor> Load(string path, Device? device = null)
    {
        using var stream = RegularFile.OpenRead(path, "a .safetensors file");
        var header = SafetensorsHeader.Read(path, stream);
        return Load(path, stream, header.Tensors, device);
    }

    /// <summary>Reads some tensors of a file: those beside them may be of types that TorchSharp lacks.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The tensors' names.</param>
    /// <param name="device">Where the tensors go; the CPU where null.</param>
    /// <returns>The tensors by name; they belong to the caller, or to the dispose scope that is open.</returns>
    /// <exception cref="ArgumentException">There is none of a name; the message lists those there are.</exception>
    /// <exception cref="SafetensorsException">The file is malformed, or one of these tensors is of a type that TorchSharp
    /// lacks.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Dictionary<string, Tensor> Load(string path, IEnumerable<string> names, Device? device = null)
    {
        using var stream = RegularFile.OpenRead(path, "a .safetensors file");
        var header = SafetensorsHeader.Read(path, stream);
        return Load(path, stream, [.. names.Distinct().Select(name => Find(path, header, name)).OrderBy(entry => entry.Begin)],
            device);
    }

    /// <summary>
    /// Reads a tensor as an array, without TorchSharp, which lacks <c>U16</c>, <c>U32</c> and <c>U64</c>:
    /// <c>ushort[] ids = Safetensors.LoadArray("a.safetensors", "ids").Values&lt;ushort&gt;();</c>
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    /// <exception cref="SafetensorsException">The file is malformed, or the tensor is of a type that arrays lack, such as
    /// <c>BF16</c> and <c>F8_E4M3</c>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpyArray LoadArray(string path, string name)
    {
        using var stream = RegularFile.OpenRead(path, "a .safetensors file");
        var header = SafetensorsHeader.Read(path, stream);
        var entry = Find(path, header, name);
        if (entry.Elements is not { } type)
        {
            throw new SafetensorsException(path, $"tensor '{name}' of type {entry.DataType}",
                $"one of {SafetensorsEntry.ArrayTypes}, which arrays have");
        }

        if (entry.Shape.Any(length => length > int.MaxValue) || entry.End - entry.Begin > Array.MaxLength)
        {
            throw new SafetensorsException(path, $"tensor '{name}' of {entry.End - entry.Begin} bytes",
                $"at most {Array.MaxLength}");
        }

        byte[] elements = new byte[entry.End - entry.Begin];
        stream.Position += entry.Begin;
        stream.ReadExactly(elements);
        return NpyArray.Of($"{path}, {name}", [.. entry.Shape.Select(length => (int)length)], type, elements);
    }

    private static Dictionary<string, Tensor> Load(
        string path, FileStream stream, IReadOnlyList<SafetensorsEntry> entries, Device? device)
    {
        if (entries.FirstOrDefault(entry => entry.Type is null) is { } unread)
        {
            string how = unread.Elements is null ? "" : $": {nameof(LoadArray)} reads it";
            throw new SafetensorsException(path, $"dtype {unread.DataType} of tensor '{unread.Name}'",
                $"a type that TorchSharp has{how}; the others can be read by their names");
        }

        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>();
        long data = stream.Position;
        foreach (var entry in entries)
        {
            stream.Position = data + entry.Begin;
            var tensor = empty([.. entry.Shape], entry.Type!.Value, CPU);
            Read(stream, tensor, entry.End - entry.Begin);
            tensors.Add(entry.Name, device is null ? tensor : tensor.to(device));
        }

        scope.MoveToOuter(tensors.Values);
        return tensors;
    }

    private static SafetensorsEntry Find(string path, SafetensorsHeader header, string name) =>
        header.Tensors.FirstOrDefault(tensor => tensor.Name == name)
        ?? throw new ArgumentException(
            $"{path}: found no tensor '{name}'; expected one of "
            + $"{(header.Tensors.Count == 0 ? "its tensors, but there is none" : string.Join(", ", header.Tensors.Select(tensor => tensor.Name)))}.");

    private static int TypeOf(string name, Tensor tensor)
    {
        if (name == SafetensorsHeader.MetadataKey)
        {
            throw new ArgumentException($"'{name}' is the format's own name; no tensor can have it.");
        }

        ObjectDisposedException.ThrowIf(tensor.IsInvalid, tensor);
        var dtype = tensor.dtype;
        int type = Array.FindIndex(SafetensorsHeader.DataTypes, type => type.Type == dtype);
        return type >= 0 ? type : throw new ArgumentException(
            $"Tensor '{name}' is {dtype}, which safetensors files cannot hold.");
    }

    private static byte[] Header(List<(string Name, Tensor Tensor, int Type)> order,
        IReadOnlyDictionary<string, string>? metadata)
    {
        using var json = new MemoryStream();
        json.Write(stackalloc byte[SafetensorsHeader.LengthBytes]);
        using (var writer = new Utf8JsonWriter(json,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                writer.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    writer.WriteString(Utf8.GetBytes(key), Utf8.GetBytes(value));
                }

                writer.WriteEndObject();
            }

            long begin = 0;
            foreach (var (name, tensor, type) in order)
            {
                long end = begin + tensor.NumberOfElements * SafetensorsHeader.DataTypes[type].Bytes;
                writer.WriteStartObject(Utf8.GetBytes(name));
                writer.WriteString("dtype", SafetensorsHeader.DataTypes[type].Name);
                WriteNumbers(writer, "shape", tensor.shape);
                WriteNumbers(writer, "data_offsets", [begin, end]);
                writer.WriteEndObject();
                begin = end;
            }

            writer.WriteEndObject();
        }

        while (json.Length % 8 != 0)
        {
            json.WriteByte((byte)' ');
        }

        byte[] header = json.ToArray();
        long length = header.Length - SafetensorsHeader.LengthBytes;
        if (length > SafetensorsHeader.LongestHeader)
        {
            throw new ArgumentException(
                $"The names and metadata take {length} bytes; a safetensors header has at most "
                + $"{SafetensorsHeader.LongestHeader}.");
        }

        BinaryPrimitives.WriteInt64LittleEndian(header, length);
        return header;
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, long[] numbers)
    {
        writer.WriteStartArray(name);
        foreach (long number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }

    private static void Write(Stream stream, Tensor tensor, int elementBytes)
    {
        using var scope = NewDisposeScope();
        foreach (var block in Blocks(tensor.detach().cpu().contiguous(), elementBytes))
        {
            stream.Write(block.bytes);
        }
    }

    private static void Read(Stream stream, Tensor tensor, long bytes)
    {
        using var scope = NewDisposeScope();
        foreach (var block in Blocks(tensor, tensor.NumberOfElements == 0 ? 1 : (int)(bytes / tensor.NumberOfElements)))
        {
            stream.ReadExactly(block.bytes);
        }
    }

    /// <summary>A contiguous tensor's elements, in order, in parts small enough for a span.</summary>
    private static IEnumerable<Tensor> Blocks(Tensor tensor, int elementBytes)
    {
        var flat = tensor.view(-1);
        long most = BlockBytes / elementBytes;
        for (long start = 0; start < flat.NumberOfElements; start += most)
        {
            yield return flat.narrow(0, start, Math.Min(most, flat.NumberOfElements - start));
        }
    }
}
