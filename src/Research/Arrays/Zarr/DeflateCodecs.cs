using System.IO.Compression;

namespace Research.Arrays.Zarr;

/// <summary>Deflate with the header and checksum of gzip files.</summary>
/// <param name="Level">0 (none) to 9.</param>
public sealed record GzipCodec(int Level = 5) : DeflateCodec(Level)
{
    internal override string Id => "gzip";

    internal override string Name => "gzip";

    private protected override Stream Compressing(Stream stream, ZLibCompressionOptions options) =>
        new GZipStream(stream, options, leaveOpen: true);

    private protected override Stream Decompressing(Stream stream) => new GZipStream(stream, CompressionMode.Decompress);
}

/// <summary>Deflate with the header and checksum of zlib; in zarr v3 an extension of the numcodecs library's.</summary>
/// <param name="Level">0 (none) to 9.</param>
public sealed record ZlibCodec(int Level = 1) : DeflateCodec(Level)
{
    internal override string Id => "zlib";

    internal override string Name => "numcodecs.zlib";

    private protected override Stream Compressing(Stream stream, ZLibCompressionOptions options) =>
        new ZLibStream(stream, options, leaveOpen: true);

    private protected override Stream Decompressing(Stream stream) => new ZLibStream(stream, CompressionMode.Decompress);
}

/// <summary>The two that .NET has.</summary>
/// <param name="Level">0 (none) to 9.</param>
public abstract record DeflateCodec(int Level) : ZarrCodec
{
    private protected abstract Stream Compressing(Stream stream, ZLibCompressionOptions options);

    private protected abstract Stream Decompressing(Stream stream);

    internal override byte[] Encode(ReadOnlySpan<byte> decoded, int elementBytes)
    {
        using var encoded = new MemoryStream();
        using (var compressing = Compressing(encoded, new ZLibCompressionOptions { CompressionLevel = Level }))
        {
            compressing.Write(decoded);
        }

        return encoded.ToArray();
    }

    internal override void RequireLength(ReadOnlySpan<byte> encoded, long length, string chunk)
    {
        if (length > ZipEntries.MostDeflated(encoded.Length))
        {
            throw Fault(chunk, $"a {Id} stream of {encoded.Length} bytes",
                $"one that can hold {length} bytes, as the array's chunks and data type take");
        }
    }

    internal override unsafe void Decode(ReadOnlySpan<byte> encoded, Span<byte> decoded, string chunk)
    {
        if (encoded.IsEmpty)
        {
            // no address to read from
            throw Fault(chunk, $"0 bytes that are no {Id} stream", "one, as the array's compressor says");
        }

        fixed (byte* source = encoded)
        {
            using var stream = Decompressing(new UnmanagedMemoryStream(source, encoded.Length));
            int length;
            bool isLonger;
            try
            {
                length = stream.ReadAtLeast(decoded, decoded.Length, throwOnEndOfStream: false);
                isLonger = length == decoded.Length && stream.ReadByte() >= 0;
            }
            catch (InvalidDataException e)
            {
                throw Fault(chunk, $"{encoded.Length} bytes that are no {Id} stream ({e.Message})",
                    "one, as the array's compressor says");
            }

            if (length != decoded.Length || isLonger)
            {
                throw Fault(chunk, $"a {Id} stream of {(isLonger ? "more" : $"{length} bytes")}",
                    $"{decoded.Length} bytes, as the array's chunks and data type take");
            }
        }
    }
}
