using System.Buffers.Binary;

namespace Research.Arrays.Zarr;

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

/// <summary>Blosc (blosc.org), format 2: blocks that are shuffled and then compressed.</summary>
/// <param name="Compressor">Of the blocks: <c>zstd</c>, <c>lz4</c>, <c>lz4hc</c>, <c>zlib</c> or <c>snappy</c>; <c>blosclz</c>
/// is read only.
/// </param>
/// <param name="Level">0 (none) to 9.</param>
/// <param name="Shuffle">What comes before.</param>
/// <param name="BlockSize">Bytes of a block; 0: 32 KiB to 1 MiB by the level.</param>
public sealed record BloscCodec(
    string Compressor = "zstd", int Level = 3, BloscShuffle Shuffle = BloscShuffle.Shuffle, int BlockSize = 0) : ZarrCodec
{
    private const int HeaderBytes = 16, Format = 2, LeastBlock = 128, MostSplits = 16;
    private const int ShuffleFlag = 1, StoredFlag = 2, BitShuffleFlag = 4, UnknownFlag = 8, NoSplitFlag = 16;

    internal override string Id => "blosc";

    internal override string Name => "blosc";

    /// <summary>A frame of blocks that are not split: every reader since c-blosc 1.5 knows those.</summary>
    internal override byte[] Encode(ReadOnlySpan<byte> decoded, int elementBytes)
    {
        var compressor = BloscBlockCompressor.Of(Compressor, Level);
        int typeSize = elementBytes is > 0 and <= byte.MaxValue ? elementBytes : 1;
        int blockSize = BlockBytes(decoded.Length, typeSize);
        int blocks = blockSize == 0 ? 0 : (decoded.Length + blockSize - 1) / blockSize;
        int flags = compressor.Number << 5 | NoSplitFlag | Shuffle switch
        {
            BloscShuffle.Shuffle => ShuffleFlag,
            BloscShuffle.BitShuffle => BitShuffleFlag,
            _ => 0,
        };

        byte[] encoded = new byte[HeaderBytes + decoded.Length];
        int length = HeaderBytes + 4 * blocks;
        using var shuffled = new PooledBytes(blockSize);
        bool isStored = Level == 0 || length >= encoded.Length;
        for (int block = 0; block < blocks && !isStored; block++)
        {
            var source = decoded.Slice(block * blockSize, Math.Min(blockSize, decoded.Length - block * blockSize));
            if (IsShuffled(flags, typeSize, source.Length))
            {
                BloscShuffling.Shuffle(Shuffle, source, shuffled.Span[..source.Length], typeSize);
                source = shuffled.Span[..source.Length];
            }

            BinaryPrimitives.WriteInt32LittleEndian(encoded.AsSpan(HeaderBytes + 4 * block), length);
            if (length + 4 >= encoded.Length)
            {
                isStored = true;
                break;
            }

            // Data that does not shrink is stored uncompressed: here one block, below the entire chunk.
            var target = encoded.AsSpan(length + 4);
            int bytes = compressor.Compress(source, target[..Math.Min(target.Length, source.Length - 1)]);
            if (bytes <= 0)
            {
                bytes = source.Length;
                isStored = !source.TryCopyTo(target);
            }

            BinaryPrimitives.WriteInt32LittleEndian(encoded.AsSpan(length), bytes);
            length += 4 + bytes;
        }

        if (isStored)
        {
            flags |= StoredFlag;
            decoded.CopyTo(encoded.AsSpan(HeaderBytes));
            length = encoded.Length;
        }

        encoded[0] = Format;
        encoded[1] = 1;
        encoded[2] = (byte)flags;
        encoded[3] = (byte)typeSize;
        BinaryPrimitives.WriteInt32LittleEndian(encoded.AsSpan(4), decoded.Length);
        BinaryPrimitives.WriteInt32LittleEndian(encoded.AsSpan(8), blockSize);
        BinaryPrimitives.WriteInt32LittleEndian(encoded.AsSpan(12), length);
        return encoded[..length];
    }

    internal override void RequireLength(ReadOnlySpan<byte> encoded, long length, string chunk)
    {
        if (encoded.Length >= HeaderBytes && Number(encoded, 4) is var found && found != length)
        {
            throw Fault(chunk, $"a Blosc buffer of {found} bytes", $"{length}, as the array's chunks and data type take");
        }
    }

    internal override void Decode(ReadOnlySpan<byte> encoded, Span<byte> decoded, string chunk)
    {
        if (encoded.Length < HeaderBytes || Number(encoded, 12) != encoded.Length)
        {
            throw Fault(
                chunk, $"{encoded.Length} bytes that are no whole Blosc buffer", "one, as the array's compressor says");
        }

        int flags = encoded[2], typeSize = encoded[3], length = Number(encoded, 4), blockSize = Number(encoded, 8);
        if (encoded[0] != Format || (flags & UnknownFlag) != 0)
        {
            throw Fault(
                chunk, $"a Blosc buffer of format {encoded[0]} with the flags {flags:x2}",
                    $"format {Format}, as Blosc 1 writes it");
        }

        if (length != decoded.Length)
        {
            throw Fault(
                chunk, $"a Blosc buffer of {length} bytes", $"{decoded.Length}, as the array's chunks and data type take");
        }

        if (decoded.IsEmpty)
        {
            return;
        }

        bool isStored = (flags & StoredFlag) != 0;
        int blocks = blockSize > 0 ? (int)(((long)length + blockSize - 1) / blockSize) : 0;
        bool fits = isStored ? encoded.Length == HeaderBytes + length
            : typeSize > 0 && blockSize > 0 && blockSize <= length && encoded.Length >= HeaderBytes + 4L * blocks;
        if (!fits)
        {
            throw Damaged(chunk, decoded.Length, "its header does not fit its length");
        }

        if (isStored)
        {
            encoded[HeaderBytes..].CopyTo(decoded);
            return;
        }

        var compressor = BloscBlockDecompressors.Of(flags >> 5)
            ?? throw Fault(
                chunk, $"a Blosc buffer with compressor number {flags >> 5}", "0 to 4: blosclz, lz4, snappy, zlib or zstd");
        using var shuffled = new PooledBytes(IsShuffled(flags, typeSize, blockSize) ? blockSize : 0);
        for (int block = 0; block < blocks; block++)
        {
            var target = decoded.Slice(block * blockSize, Math.Min(blockSize, length - block * blockSize));
            bool isShuffled = IsShuffled(flags, typeSize, target.Length), isWhole = target.Length == blockSize;
            bool isSplit = (flags & NoSplitFlag) == 0 && typeSize <= MostSplits && blockSize / typeSize >= LeastBlock && isWhole;
            var plain = isShuffled ? shuffled.Span[..target.Length] : target;
            if (!DecodeBlock(encoded, Number(encoded, HeaderBytes + 4 * block), plain, isSplit ? typeSize : 1, compressor))
            {
                throw Damaged(chunk, decoded.Length, $"block {block} of {blocks}");
            }

            if (isShuffled)
            {
                var shuffle = (flags & ShuffleFlag) != 0 ? BloscShuffle.Shuffle : BloscShuffle.BitShuffle;
                BloscShuffling.Unshuffle(shuffle, plain, target, typeSize);
            }
        }
    }

    /// <summary>Decodes the parts of a block: one, or one for each byte of an element.</summary>
    private static bool DecodeBlock(
        ReadOnlySpan<byte> encoded, int at, Span<byte> block, int parts, BloscBlockDecompressor compressor)
    {
        int partBytes = block.Length / parts;
        if (partBytes * parts != block.Length)
        {
            return false;
        }

        for (; !block.IsEmpty; block = block[partBytes..])
        {
            if (at < HeaderBytes || at > encoded.Length - 4)
            {
                return false;
            }

            int bytes = Number(encoded, at);
            at += 4;
            if (bytes < 0 || bytes > encoded.Length - at)
            {
                return false;
            }

            var source = encoded.Slice(at, bytes);
            var target = block[..partBytes];
            if (bytes == partBytes)
            {
                source.CopyTo(target);
            }
            else if (!compressor(source, target))
            {
                return false;
            }

            at += bytes;
        }

        return true;
    }

    private static bool IsShuffled(int flags, int typeSize, int blockBytes) =>
        (flags & ShuffleFlag) != 0 ? typeSize > 1 : (flags & BitShuffleFlag) != 0 && blockBytes >= typeSize;

    private int BlockBytes(int length, int typeSize)
    {
        int chosen = Level switch { <= 1 => 1 << 15, 2 => 1 << 16, 3 => 1 << 17, 4 or 5 => 1 << 18, 9 => 1 << 20, _ => 1 << 19 };
        int size = Math.Min(BlockSize > 0 ? Math.Max(BlockSize, LeastBlock) : chosen, length);
        return size > typeSize ? size / typeSize * typeSize : size;
    }

    private static int Number(ReadOnlySpan<byte> encoded, int at) => BinaryPrimitives.ReadInt32LittleEndian(encoded[at..]);

    private static InvalidDataException Damaged(string chunk, int length, string what) =>
        Fault(chunk, $"a damaged Blosc buffer ({what})", $"one that decodes to {length} bytes");
}
