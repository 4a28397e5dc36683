using System.Buffers.Binary;

namespace Research.Arrays.Zarr;

/// <summary>Four bytes behind the others: their CRC-32C checksum (Castagnoli). Zarr v3 only.</summary>
public sealed record Crc32cCodec : ZarrCodec
{
    internal const int ChecksumBytes = 4;

    internal override string? Id => null;

    internal override string Name => "crc32c";

    internal override byte[] Encode(ReadOnlySpan<byte> decoded, int elementBytes)
    {
        byte[] encoded = new byte[decoded.Length + ChecksumBytes];
        decoded.CopyTo(encoded);
        BinaryPrimitives.WriteUInt32LittleEndian(encoded.AsSpan(decoded.Length), Crc32C.Of(decoded));
        return encoded;
    }

    internal override void Decode(ReadOnlySpan<byte> encoded, Span<byte> decoded, string chunk)
    {
        if (encoded.Length != decoded.Length + ChecksumBytes)
        {
            throw Fault(chunk, $"{encoded.Length} bytes",
                $"{decoded.Length + ChecksumBytes}: {decoded.Length} and their checksum");
        }

        var content = encoded[..decoded.Length];
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(encoded[decoded.Length..]), computed = Crc32C.Of(content);
        if (stored != computed)
        {
            throw Fault(chunk, $"bytes with the CRC-32C checksum {computed:x8}", $"{stored:x8}, which is stored behind them");
        }

        content.CopyTo(decoded);
    }
}
