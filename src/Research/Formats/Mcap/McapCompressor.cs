using System.Buffers;
using K4os.Compression.LZ4.Streams;
using ZstdSharp;

namespace Research.Formats.Mcap;

/// <summary>Compresses the records of chunks.</summary>
internal sealed class McapCompressor(McapCompression compression) : IDisposable
{
    private readonly Compressor? _zstd = compression == McapCompression.Zstd ? new Compressor() : null;

    /// <summary>What chunk records call it.</summary>
    public string Name { get; } = compression switch
    {
        McapCompression.None => "",
        McapCompression.Zstd => "zstd",
        McapCompression.Lz4 => "lz4",
        _ => throw new ArgumentException($"Found the compression {compression}; expected one of "
            + $"{string.Join(", ", Enum.GetNames<McapCompression>())}.", nameof(compression)),
    };

    /// <summary>Compresses records; uncompressed ones are the same memory.</summary>
    public ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> records)
    {
        if (compression == McapCompression.None)
        {
            return records;
        }

        if (_zstd is not null)
        {
            return _zstd.Wrap(records.Span).ToArray();
        }

        var compressed = new ArrayBufferWriter<byte>();
        LZ4Frame.Encode(records.Span, compressed);
        return compressed.WrittenMemory;
    }

    /// <summary>Frees the native state.</summary>
    public void Dispose() => _zstd?.Dispose();
}
