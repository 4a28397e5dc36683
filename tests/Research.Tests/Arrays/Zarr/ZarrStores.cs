using System.IO.Compression;
using System.Runtime.InteropServices;
using Research.Arrays.Elements;
using Research.Arrays.Zarr;

namespace Research.Tests.Arrays.Zarr;

/// <summary>What tests/fixtures/zarr_parity.py wrote, unpacked once.</summary>
public sealed class ZarrStores : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ZarrStores() => ZipFile.ExtractToDirectory(System.IO.Path.Combine(AppContext.BaseDirectory, "zarr", "stores.zip"),
        _folder.Path);

    public string Path(string name) => System.IO.Path.Combine(_folder.Path, name);

    /// <summary>An array's elements as NumPy has them: little-endian, row by row.</summary>
    public byte[] Expected(string name) => File.ReadAllBytes(Path($"expected/{name}.bin"));

    public void Dispose() => _folder.Dispose();

    /// <summary>The elements that a slice has, as bytes.</summary>
    internal static byte[] Bytes(ZarrArray array, params Range[] slices) => array.DataType switch
    {
        ElementType.Bool => Of<bool>(array, slices),
        ElementType.Int8 => Of<sbyte>(array, slices),
        ElementType.UInt8 => Of<byte>(array, slices),
        ElementType.Int16 => Of<short>(array, slices),
        ElementType.UInt16 => Of<ushort>(array, slices),
        ElementType.Int32 => Of<int>(array, slices),
        ElementType.UInt32 => Of<uint>(array, slices),
        ElementType.Int64 => Of<long>(array, slices),
        ElementType.UInt64 => Of<ulong>(array, slices),
        ElementType.Float16 => Of<Half>(array, slices),
        ElementType.Float32 => Of<float>(array, slices),
        _ => Of<double>(array, slices),
    };

    private static byte[] Of<T>(ZarrArray array, Range[] slices)
        where T : unmanaged => MemoryMarshal.AsBytes(array.Read<T>(slices).AsSpan()).ToArray();
}
