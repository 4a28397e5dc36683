using System.Runtime.InteropServices;
using Research.Data;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Inspection;

/// <summary>Tensors in safetensors files.</summary>
internal static class SafetensorsContents
{
    public static ContentTree Of(string path)
    {
        var header = SafetensorsHeader.Read(path);
        using var file = File.OpenHandle(path);
        long size = RandomAccess.GetLength(file), data = size - header.Tensors.Select(tensor => tensor.End).DefaultIfEmpty().Max();
        long parameters = header.Tensors.Sum(tensor => tensor.Shape.Aggregate(1L, (product, length) => product * length));
        return new ContentTree(
            $"{Path.GetFileName(path)}: {ContentTree.Counted(header.Tensors.Count, "tensor")} with {ContentTree.Counted(parameters, "element")}; {ContentTree.Size(size)}",
            [
                .. header.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => ContentTree.Leaf($"{pair.Key}: {pair.Value}")),
                .. header.Tensors.Select(tensor => new ContentTree(
                    $"{tensor.Name}: {SafetensorsHeader.DataTypes.First(type => type.Type == tensor.Type).Name} [{string.Join(", ", tensor.Shape)}]; {ContentTree.Size(tensor.End - tensor.Begin)}",
                    ContentTree.First(First(file, data, tensor)))),
            ]);
    }

    private static string[] First(Microsoft.Win32.SafeHandles.SafeFileHandle file, long data, SafetensorsEntry tensor)
    {
        Span<byte> bytes = stackalloc byte[(int)Math.Min(tensor.End - tensor.Begin, ContentTree.FirstValues * sizeof(double))];
        bytes = bytes[..RandomAccess.Read(file, bytes, data + tensor.Begin)];
        return tensor.Type switch
        {
            ScalarType.BFloat16 => [.. MemoryMarshal.Cast<byte, ushort>(bytes).ToArray().Take(ContentTree.FirstValues).Select(half => $"{BitConverter.UInt32BitsToSingle((uint)half << 16)}")],
            ScalarType.Float16 => ElementType.Float16.Texts(bytes, ContentTree.FirstValues),
            ScalarType.Float32 => ElementType.Float32.Texts(bytes, ContentTree.FirstValues),
            ScalarType.Float64 => ElementType.Float64.Texts(bytes, ContentTree.FirstValues),
            ScalarType.Int64 => ElementType.Int64.Texts(bytes, ContentTree.FirstValues),
            ScalarType.Int32 => ElementType.Int32.Texts(bytes, ContentTree.FirstValues),
            ScalarType.Int16 => ElementType.Int16.Texts(bytes, ContentTree.FirstValues),
            ScalarType.Int8 => ElementType.Int8.Texts(bytes, ContentTree.FirstValues),
            ScalarType.Bool => ElementType.Bool.Texts(bytes, ContentTree.FirstValues),
            _ => ElementType.UInt8.Texts(bytes, ContentTree.FirstValues),
        };
    }
}
