namespace Research.Arrays.Zarr;

/// <summary>Zstandard.</summary>
/// <param name="Level">−131072 to 22; 0: the library's own choice.</param>
/// <param name="Checksum">Whether a frame ends with a checksum; it is always verified where there is one.</param>
public sealed record ZstdCodec(int Level = 0, bool Checksum = false) : ZarrCodec
{
    internal override string Id => "zstd";

    internal override string Name => "zstd";

    internal override byte[] Encode(ReadOnlySpan<byte> decoded, int elementBytes)
    {
        byte[] encoded = new byte[Zstd.Bound(decoded.Length)];
        return encoded[..Zstd.Compress(decoded, encoded, Level, Checksum)];
    }

    internal override void RequireLength(ReadOnlySpan<byte> encoded, long length, string chunk)
    {
        if (Zstd.ContentBytes(encoded) is { } found && found != (ulong)length)
        {
            throw Fault(chunk, $"a Zstandard frame of {found} bytes", $"{length}, as the array's chunks and data type take");
        }
    }

    internal override void Decode(ReadOnlySpan<byte> encoded, Span<byte> decoded, string chunk)
    {
        if (Zstd.Decompress(encoded, decoded, out int length) is { } fault)
        {
            throw Fault(chunk, $"{encoded.Length} bytes that are no Zstandard frame ({fault})", $"one of {decoded.Length} bytes");
        }

        if (length != decoded.Length)
        {
            throw Fault(
                chunk, $"a Zstandard frame of {length} bytes", $"{decoded.Length}, as the array's chunks and data type take");
        }
    }
}
