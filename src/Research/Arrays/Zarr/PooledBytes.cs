using System.Buffers;

namespace Research.Arrays.Zarr;

/// <summary>Bytes on loan from the shared pool until they are disposed of.</summary>
internal readonly struct PooledBytes(int length) : IDisposable
{
    private readonly byte[] _array = ArrayPool<byte>.Shared.Rent(length);

    public Span<byte> Span => _array.AsSpan(0, length);

    public MemoryStream Stream => new(_array, 0, length, writable: false);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_array);
}
