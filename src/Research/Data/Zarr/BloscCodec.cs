using System.Runtime.InteropServices;

namespace Research.Data;

/// <summary>How Blosc reorders a chunk's bytes before it compresses them.</summary>
public enum BloscShuffle
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>First bytes of all elements, then second bytes, and so on.</summary>
    Shuffle,

    /// <summary>The same by bits.</summary>
    BitShuffle,
}

/// <summary>Blosc (blosc.org), by the system's libblosc: blocks that are shuffled and then compressed.</summary>
/// <param name="Compressor">Of the blocks: <c>zstd</c>, <c>lz4</c>, <c>lz4hc</c>, <c>zlib</c>, <c>blosclz</c> or <c>snappy</c>, where the library was built with it.</param>
/// <param name="Level">0 (none) to 9.</param>
/// <param name="Shuffle">What comes before.</param>
/// <param name="BlockSize">Bytes of a block; 0: as libblosc sees fit.</param>
public sealed unsafe record BloscCodec(string Compressor = "zstd", int Level = 3, BloscShuffle Shuffle = BloscShuffle.Shuffle, int BlockSize = 0) : ZarrCodec
{
    internal override string Id => "blosc";

    internal override string Name => "blosc";

    internal override byte[] Encode(ReadOnlySpan<byte> decoded, int elementBytes)
    {
        CodecLibraries.Require(CodecLibraries.BloscName);
        if (LibBlosc.blosc_compname_to_compcode(Compressor) < 0)
        {
            throw new NotSupportedException($"Found the Blosc compressor '{Compressor}'; expected one that this libblosc has: {Compressors}.");
        }

        var encoded = new byte[decoded.Length + LibBlosc.HeaderBytes];
        fixed (byte* source = decoded, destination = encoded)
        {
            int length = LibBlosc.blosc_compress_ctx(
                Level, (int)Shuffle, (nuint)elementBytes, (nuint)decoded.Length, source, destination, (nuint)encoded.Length, Compressor, (nuint)BlockSize, threads: 1);
            return length > 0 ? encoded[..length] : throw new InvalidOperationException($"Blosc could not compress {decoded.Length} bytes: {this} returned {length}.");
        }
    }

    internal override void Decode(ReadOnlySpan<byte> encoded, Span<byte> decoded, string chunk)
    {
        CodecLibraries.Require(CodecLibraries.BloscName);
        fixed (byte* source = encoded, destination = decoded)
        {
            nuint length;
            if (encoded.Length < LibBlosc.HeaderBytes || LibBlosc.blosc_cbuffer_validate(source, (nuint)encoded.Length, &length) != 0)
            {
                throw Fault(chunk, $"{encoded.Length} bytes that are no whole Blosc buffer", "one, as the array's compressor says");
            }

            if (length != (nuint)decoded.Length)
            {
                throw Fault(chunk, $"a Blosc buffer of {length} bytes", $"{decoded.Length}, as the array's chunks and data type take");
            }

            int result = decoded.IsEmpty ? 0 : LibBlosc.blosc_decompress_ctx(source, destination, length, threads: 1);
            if (result != decoded.Length)
            {
                throw Fault(chunk, $"a damaged Blosc buffer (libblosc returned {result})", $"one that decodes to {decoded.Length} bytes");
            }
        }
    }

    private static string? Compressors => Marshal.PtrToStringUTF8(LibBlosc.blosc_list_compressors());
}
