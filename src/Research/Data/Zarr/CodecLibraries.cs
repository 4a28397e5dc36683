using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Research.Data;

/// <summary>The system's compression libraries that zarr's chunks need beside .NET's own zlib.</summary>
public static class CodecLibraries
{
    internal const string BloscName = "libblosc", ZstdName = "libzstd";

    private static readonly Dictionary<string, (string[] Files, string Package)> Known = new()
    {
        [BloscName] = (["libblosc.so.1", "libblosc.1.dylib", "blosc.dll", "libblosc"], "libblosc1"),
        [ZstdName] = (["libzstd.so.1", "libzstd.1.dylib", "libzstd.dll", "libzstd"], "libzstd1"),
    };

    private static readonly ConcurrentDictionary<string, nint> Loaded = new();

    // Runs before either library's first call, for each comes after Require.
    static CodecLibraries() => NativeLibrary.SetDllImportResolver(typeof(CodecLibraries).Assembly, (name, _, _) => Known.ContainsKey(name) ? Load(name) : 0);

    /// <summary>The version of the system's libblosc; null where it is not installed.</summary>
    public static string? BloscVersion => Version(BloscName, LibBlosc.blosc_get_version_string);

    /// <summary>The version of the system's libzstd; null where it is not installed.</summary>
    public static string? ZstdVersion => Version(ZstdName, LibZstd.ZSTD_versionString);

    /// <summary>Sees to it that a library is there before it is called.</summary>
    /// <exception cref="NotSupportedException">It is not installed; the message has the command that installs it.</exception>
    internal static void Require(string name) => Load(name);

    /// <exception cref="NotSupportedException">None of the files can be loaded.</exception>
    internal static nint Load(string name, string[] files, string package)
    {
        foreach (string file in files)
        {
            if (NativeLibrary.TryLoad(file, typeof(CodecLibraries).Assembly, null, out nint handle))
            {
                return handle;
            }
        }

        throw new NotSupportedException($"Chunks of this array need {name}: found none of {string.Join(", ", files)}. Install it with 'apt-get install {package}'.");
    }

    private static nint Load(string name) => Loaded.GetOrAdd(name, static name => Load(name, Known[name].Files, Known[name].Package));

    private static string? Version(string name, Func<nint> ask)
    {
        try
        {
            Require(name);
            return Marshal.PtrToStringUTF8(ask());
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>The functions of c-blosc that chunks need: those that may be called by several threads at once.</summary>
internal static unsafe partial class LibBlosc
{
    public const int HeaderBytes = 16;

    [LibraryImport(CodecLibraries.BloscName)]
    public static partial nint blosc_get_version_string();

    [LibraryImport(CodecLibraries.BloscName, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int blosc_compname_to_compcode(string compressor);

    [LibraryImport(CodecLibraries.BloscName)]
    public static partial nint blosc_list_compressors();

    [LibraryImport(CodecLibraries.BloscName, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int blosc_compress_ctx(
        int level, int shuffle, nuint elementBytes, nuint length, byte* source, byte* destination, nuint capacity, string compressor, nuint blockSize, int threads);

    [LibraryImport(CodecLibraries.BloscName)]
    public static partial int blosc_decompress_ctx(byte* source, byte* destination, nuint capacity, int threads);

    [LibraryImport(CodecLibraries.BloscName)]
    public static partial int blosc_cbuffer_validate(byte* source, nuint length, nuint* decodedLength);
}

/// <summary>The functions of zstd that chunks need.</summary>
internal static unsafe partial class LibZstd
{
    public const int CompressionLevel = 100, ChecksumFlag = 201;

    [LibraryImport(CodecLibraries.ZstdName)]
    public static partial nint ZSTD_versionString();

    [LibraryImport(CodecLibraries.ZstdName)]
    public static partial nuint ZSTD_compressBound(nuint length);

    [LibraryImport(CodecLibraries.ZstdName)]
    public static partial nint ZSTD_createCCtx();

    [LibraryImport(CodecLibraries.ZstdName)]
    public static partial nuint ZSTD_freeCCtx(nint context);

    [LibraryImport(CodecLibraries.ZstdName)]
    public static partial nuint ZSTD_CCtx_setParameter(nint context, int parameter, int value);

    [LibraryImport(CodecLibraries.ZstdName)]
    public static partial nuint ZSTD_compress2(nint context, byte* destination, nuint capacity, byte* source, nuint length);

    [LibraryImport(CodecLibraries.ZstdName)]
    public static partial nuint ZSTD_decompress(byte* destination, nuint capacity, byte* source, nuint length);

    [LibraryImport(CodecLibraries.ZstdName)]
    public static partial uint ZSTD_isError(nuint code);

    [LibraryImport(CodecLibraries.ZstdName)]
    public static partial nint ZSTD_getErrorName(nuint code);
}
