using System.Numerics;
using System.Runtime.InteropServices;
using Research.Arrays.Elements;
using Research.Training;

namespace Research.Inspection;

/// <summary>Tensors in safetensors files.</summary>
internal static class SafetensorsContents
{
    public static ContentTree Of(string path)
    {
        var header = SafetensorsHeader.Read(path);
        using var file = File.OpenHandle(path);
        long size = RandomAccess.GetLength(file), data = size - header.Tensors.Select(tensor => tensor.End).DefaultIfEmpty()
            .Max();
        var parameters = header.Tensors.Select(tensor => tensor.Shape.Aggregate(BigInteger.One,
            (product, length) => product * length)).Aggregate(BigInteger.Zero, BigInteger.Add);
        return new ContentTree(
            $"{Path.GetFileName(path)}: {ContentTree.Counted(header.Tensors.Count, "tensor")} with {parameters:N0} "
            + $"element{(parameters.IsOne ? "" : "s")}; {ContentTree.Size(size)}",
            [
                .. header.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => ContentTree.Leaf($"{pair.Key}: {ContentTree.Short(pair.Value)}")),
                .. header.Tensors.Select(tensor => new ContentTree(
                    $"{tensor.Name}: {tensor.DataType} [{string.Join(", ", tensor.Shape)}]; "
                    + $"{ContentTree.Size(tensor.End - tensor.Begin)}{Unread(tensor)}",
                    ContentTree.First(First(file, data, tensor)))),
            ]);
    }

    private static string Unread(SafetensorsEntry tensor) =>
        tensor.Type is not null ? "" : tensor.Elements is null ? "; not read: TorchSharp and arrays lack the type"
            : "; read as an array: TorchSharp lacks the type";

    private static string[] First(Microsoft.Win32.SafeHandles.SafeFileHandle file, long data, SafetensorsEntry tensor)
    {
        Span<byte> bytes = stackalloc byte[(int)Math.Min(tensor.End - tensor.Begin, ContentTree.FirstValues * sizeof(double))];
        bytes = bytes[..RandomAccess.Read(file, bytes, data + tensor.Begin)];
        return tensor.DataType == "BF16"
            ? [.. MemoryMarshal.Cast<byte, ushort>(bytes).ToArray().Take(ContentTree.FirstValues)
            .Select(half => $"{BitConverter.UInt32BitsToSingle((uint)half << 16)}")]
            : tensor.Elements?.Texts(bytes, ContentTree.FirstValues) ?? [];
    }
}
