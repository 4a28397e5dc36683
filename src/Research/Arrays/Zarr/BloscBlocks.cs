using System.IO.Compression;
using K4os.Compression.LZ4;
using Snappier;

namespace Research.Arrays.Zarr;

/// <summary>Decompresses a part of a Blosc block.</summary>
/// <param name="source">What is stored.</param>
/// <param name="target">Takes the bytes; exactly as many as there must be.</param>
/// <returns>Whether it decodes to as many bytes.</returns>
internal delegate bool BloscBlockDecompressor(ReadOnlySpan<byte> source, Span<byte> target);

/// <summary>Compresses Blosc's blocks.</summary>
/// <param name="Number">The compressor's number in a frame's flags.</param>
/// <param name="Compress">Compresses source into target and returns the bytes; 0 or less where target has too few.</param>
internal sealed record BloscBlockCompressor(int Number, Func<ReadOnlySpan<byte>, Span<byte>, int> Compress)
{
    /// <summary>By Blosc's name and level, which is translated as c-blosc does it.</summary>
    /// <exception cref="NotSupportedException">There is none of the name that writes.</exception>
    public static BloscBlockCompressor Of(string name, int level) => name switch
    {
        "lz4" => new(1, static (source, target) => LZ4Codec.Encode(source, target)),
        "lz4hc" => new(1, (source, target) => LZ4Codec.Encode(source, target, (LZ4Level)Math.Clamp(level + 2, 3, 11))),
        "snappy" => new(2, static (source, target) => Snappy.TryCompress(source, target, out int bytes) ? bytes : 0),
        "zlib" => new(3, (source, target) => Deflate(source, target, level)),
        "zstd" => new(4, (source, target) => Zstd.Compress(source, target, ZstdLevel(level), hasChecksum: false)),
        _ => throw new NotSupportedException(
            $"Found the Blosc compressor '{name}'{(name == "blosclz" ? ", which is read only" : "")}; "
            + "expected one of lz4, lz4hc, snappy, zlib, zstd."),
    };

    private static int ZstdLevel(int level) => level switch { 9 => 22, 8 => 20, _ => 2 * level - 1 };

    private static int Deflate(ReadOnlySpan<byte> source, Span<byte> target, int level)
    {
        using var encoded = new MemoryStream();
        using (var stream = new ZLibStream(encoded, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
        {
            stream.Write(source);
        }

        return encoded.GetBuffer().AsSpan(0, (int)encoded.Length).TryCopyTo(target) ? (int)encoded.Length : 0;
    }
}

/// <summary>The decompressors of Blosc's blocks by their numbers.</summary>
internal static class BloscBlockDecompressors
{
    /// <summary>By the number in a frame's flags; null where there is none.</summary>
    public static BloscBlockDecompressor? Of(int number) => number switch
    {
        0 => BloscLz,
        1 => static (source, target) => LZ4Codec.Decode(source, target) == target.Length,
        2 => Unsnap,
        3 => Inflate,
        4 => static (source, target) => Zstd.Decompress(source, target, out int length) is null && length == target.Length,
        _ => null,
    };

    private static bool Unsnap(ReadOnlySpan<byte> source, Span<byte> target)
    {
        try
        {
            // The header's length comes first, because Snappier allocates as much.
            return Snappy.GetUncompressedLength(source) == target.Length
                && Snappy.TryDecompress(source, target, out int length) && length == target.Length;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    private static unsafe bool Inflate(ReadOnlySpan<byte> source, Span<byte> target)
    {
        try
        {
            fixed (byte* first = source)
            {
                using var stream = new ZLibStream(new UnmanagedMemoryStream(first, source.Length), CompressionMode.Decompress);
                return stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) == target.Length
                    && stream.ReadByte() < 0;
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>BloscLZ, a kind of FastLZ: literals, and matches up to 8,191 bytes back or, by two more bytes, 73,727.</summary>
    private static bool BloscLz(ReadOnlySpan<byte> source, Span<byte> target)
    {
        const int FarDistance = 8191;
        int at = 0, to = 0;
        bool isFirst = true; // a block begins with literals, whatever the upper bits of its first byte
        while (at < source.Length)
        {
            int control = source[at++] & (isFirst ? 31 : 255);
            isFirst = false;
            if (control < 32)
            {
                int count = control + 1;
                if (count > source.Length - at || count > target.Length - to)
                {
                    return false;
                }

                source.Slice(at, count).CopyTo(target[to..]);
                at += count;
                to += count;
                continue;
            }

            int length = (control >> 5) + 2, distance = ((control & 31) << 8) + 1;
            if (length == 9)
            {
                int more;
                do
                {
                    if (at == source.Length)
                    {
                        return false;
                    }

                    more = source[at++];
                    length += more;
                }
                while (more == 255 && length <= target.Length);
            }

            if (at == source.Length)
            {
                return false;
            }

            int low = source[at++];
            distance += low;
            if (low == 255 && (control & 31) == 31)
            {
                if (source.Length - at < 2)
                {
                    return false;
                }

                distance = (source[at] << 8) + source[at + 1] + FarDistance + 1;
                at += 2;
            }

            if (length > target.Length - to || distance > to)
            {
                return false;
            }

            // Byte by byte, because a match may reach into what it writes.
            for (int end = to + length; to < end; to++)
            {
                target[to] = target[to - distance];
            }
        }

        return to == target.Length;
    }
}
