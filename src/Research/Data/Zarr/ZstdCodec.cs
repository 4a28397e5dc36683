using System.Runtime.InteropServices;

namespace Research.Data;

/// <summary>Zstandard, by the system's libzstd.</summary>
/// <param name="Level">−131072 to 22; 0: the library's own choice.</param>
/// <param name="Checksum">Whether a frame ends with a checksum; it is always verified where there is one.</param>
public sealed unsafe record ZstdCodec(int Level = 0, bool Checksum = false) : ZarrCodec
{
    internal override string Id => "zstd";

    internal override string Name => "zstd";

    internal override byte[] Encode(ReadOnlySpan<byte> decoded, int elementBytes)
    {
        CodecLibraries.Require(CodecLibraries.ZstdName);
        var encoded = new byte[LibZstd.ZSTD_compressBound((nuint)decoded.Length)];
        nint context = LibZstd.ZSTD_createCCtx();
        try
        {
            Check(LibZstd.ZSTD_CCtx_setParameter(context, LibZstd.CompressionLevel, Level));
            Check(LibZstd.ZSTD_CCtx_setParameter(context, LibZstd.ChecksumFlag, Checksum ? 1 : 0));
            fixed (byte* source = decoded, destination = encoded)
            {
                nuint length = Check(LibZstd.ZSTD_compress2(context, destination, (nuint)encoded.Length, source, (nuint)decoded.Length));
                return encoded[..(int)length];
            }
        }
        finally
        {
            _ = LibZstd.ZSTD_freeCCtx(context);
        }
    }

    internal override void Decode(ReadOnlySpan<byte> encoded, Span<byte> decoded, string chunk)
    {
        CodecLibraries.Require(CodecLibraries.ZstdName);
        fixed (byte* source = encoded, destination = decoded)
        {
            nuint length = LibZstd.ZSTD_decompress(destination, (nuint)decoded.Length, source, (nuint)encoded.Length);
            if (Fault(length) is { } fault)
            {
                throw Fault(chunk, $"{encoded.Length} bytes that libzstd cannot decode ({fault})", $"a Zstandard frame of {decoded.Length} bytes");
            }

            if (length != (nuint)decoded.Length)
            {
                throw Fault(chunk, $"a Zstandard frame of {length} bytes", $"{decoded.Length}, as the array's chunks and data type take");
            }
        }
    }

    private static nuint Check(nuint code) => Fault(code) is { } fault ? throw new InvalidOperationException($"libzstd: {fault}.") : code;

    private static string? Fault(nuint code) => LibZstd.ZSTD_isError(code) != 0 ? Marshal.PtrToStringUTF8(LibZstd.ZSTD_getErrorName(code)) : null;
}
