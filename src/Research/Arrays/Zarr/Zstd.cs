using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Research.Arrays.Zarr;

/// <summary>Zstandard frames in memory.</summary>
internal static unsafe class Zstd
{
    /// <summary>As many bytes as a frame of some bytes can have.</summary>
    public static int Bound(int length) => checked((int)Methods.ZSTD_compressBound((nuint)length));

    /// <summary>Compresses into a frame, by a level from −131072 to 22; 0: the library's own choice, 3.</summary>
    /// <returns>The bytes of the frame; 0 where target has too few.</returns>
    public static int Compress(ReadOnlySpan<byte> source, Span<byte> target, int level, bool hasChecksum)
    {
        using var compressor = new Compressor(level);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, hasChecksum ? 1 : 0);
        return compressor.TryWrap(source, target, out int length) ? length : 0;
    }

    /// <summary>The bytes that one frame decodes to, as its header says; null where it does not, or more follows.</summary>
    public static ulong? ContentBytes(ReadOnlySpan<byte> source)
    {
        const ulong mostKnown = ulong.MaxValue - 2; // the two above: unknown, and no frame
        fixed (byte* from = source)
        {
            ulong length = Methods.ZSTD_getFrameContentSize(from, (nuint)source.Length);
            return length <= mostKnown && Methods.ZSTD_findFrameCompressedSize(from, (nuint)source.Length) == (nuint)source.Length
                ? length : null;
        }
    }

    /// <summary>Decompresses one frame, or several that follow one another.</summary>
    /// <returns>The fault; null where there is none.</returns>
    public static string? Decompress(ReadOnlySpan<byte> source, Span<byte> target, out int length)
    {
        fixed (byte* from = source, to = target)
        {
            nuint result = Methods.ZSTD_decompress(to, (nuint)target.Length, from, (nuint)source.Length);
            bool isFault = Methods.ZSTD_isError(result);
            length = isFault ? 0 : (int)result;
            return isFault ? Methods.ZSTD_getErrorName(result) : null;
        }
    }
}
