using System.Buffers.Binary;
using System.IO.Compression;
using Research.Data;

namespace Research.Figures;

/// <summary>Writes 8-bit PNG files: the form in which a picture travels inside a figure.</summary>
internal static class Png
{
    private const int Grayscale = 0;
    private const int Truecolor = 2;

    internal static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.Length != (long)width * height * channels)
        {
            throw new ArgumentException(
                $"An image of {width} × {height} with {channels} channel(s) needs {(long)width * height * channels} values; "
                + $"there are {pixels.Length}.",
                nameof(pixels));
        }

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = (byte)(channels == 1 ? Grayscale : Truecolor);

        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(pixels, width * channels));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int stride)
    {
        const byte Unfiltered = 0;
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            for (var start = 0; start < pixels.Length; start += stride)
            {
                zlib.WriteByte(Unfiltered);
                zlib.Write(pixels.Slice(start, stride));
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, content.Length);
        file.Write(word);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Of(content, before: Crc32.Of(type)));
        file.Write(word);
    }
}
