namespace Research.Arrays.Zarr;

/// <summary>A chunk's codecs, one after another.</summary>
internal static class CodecChain
{
    public static ReadOnlySpan<byte> Encode(this IReadOnlyList<ZarrCodec> codecs, ReadOnlySpan<byte> chunk, int elementBytes)
    {
        foreach (var codec in codecs)
        {
            chunk = codec.Encode(chunk, elementBytes);
        }

        return chunk;
    }

    /// <summary>
    /// Sees, as far as that can be told in advance, that what is stored decodes to as many bytes as the chunk has: before memory
    /// is taken for it.
    /// </summary>
    /// <exception cref="InvalidDataException">It decodes to more or fewer.</exception>
    public static void RequireLength(this IReadOnlyList<ZarrCodec> codecs, ReadOnlySpan<byte> stored, long length, string name)
    {
        int compressor = -1, behind = 0;
        for (int i = 0; i < codecs.Count; i++)
        {
            bool isChecksum = codecs[i] is Crc32cCodec;
            compressor = isChecksum ? compressor : i;
            length += isChecksum && compressor < 0 ? Crc32cCodec.ChecksumBytes : 0;
            behind += isChecksum && compressor >= 0 ? Crc32cCodec.ChecksumBytes : 0;
        }

        if (compressor >= 0)
        {
            codecs[compressor].RequireLength(stored[..Math.Max(0, stored.Length - behind)], length, name);
        }
        else if (stored.Length != length)
        {
            throw new InvalidDataException(
                $"{name}: found {stored.Length} bytes; expected {length}, as the array's chunks and data type take.");
        }
    }

    /// <exception cref="InvalidDataException">What is stored does not decode to as many bytes as the chunk has.</exception>
    public static void Decode(this IReadOnlyList<ZarrCodec> codecs, ReadOnlySpan<byte> stored, Span<byte> chunk, string name) =>
        Decode(codecs, codecs.Count, stored, chunk, name);

    private static void Decode(
        IReadOnlyList<ZarrCodec> codecs, int count, ReadOnlySpan<byte> stored, Span<byte> chunk, string name)
    {
        switch (count)
        {
            case 0:
                if (stored.Length != chunk.Length)
                {
                    throw new InvalidDataException(
                        $"{name}: found {stored.Length} bytes; expected {chunk.Length}, as the array's chunks and data type "
                        + "take.");
                }

                stored.CopyTo(chunk);
                break;
            case 1:
                codecs[0].Decode(stored, chunk, name);
                break;
            default:
                // Before the compressor all sizes are known from the chunk's, behind it from the stored bytes'.
                int length = codecs.Take(count - 1).All(codec => codec is Crc32cCodec)
                    ? chunk.Length + (count - 1) * Crc32cCodec.ChecksumBytes
                    : Math.Max(0, stored.Length - Crc32cCodec.ChecksumBytes);
                using (var decoded = new PooledBytes(length))
                {
                    codecs[count - 1].Decode(stored, decoded.Span, name);
                    Decode(codecs, count - 1, decoded.Span, chunk, name);
                }

                break;
        }
    }
}
