using System.IO.Hashing;

namespace Research.Formats.Mcap;

/// <summary>
/// A part of a file that moves forward. Memory that was given out stays valid, because each block is a new array; nothing but the
/// rest of a block is copied.
/// </summary>
internal sealed class McapWindow(Stream stream)
{
    private const int BlockSize = 1 << 16;

    private readonly Crc32 _crc = new();
    private byte[] _block = [];
    private long _blockStart;
    private int _start, _end, _hashed;

    /// <summary>Byte offset of the window's start.</summary>
    public long Position => _blockStart + _start;

    /// <summary>Bytes from here to the end of the file.</summary>
    public long Left => stream.Length - Position;

    /// <summary>Whether checksums are computed.</summary>
    public bool Hashes { get; init; }

    /// <summary>Sees that so many bytes are in the window.</summary>
    /// <returns>How many are: fewer where the file ends before.</returns>
    public int Fill(int count)
    {
        if (_end - _start >= count)
        {
            return count;
        }

        Hash();
        byte[] block = GC.AllocateUninitializedArray<byte>(Math.Max(count, BlockSize));
        _block.AsSpan(_start.._end).CopyTo(block);
        _blockStart += _start;
        _end -= _start;
        _start = _hashed = 0;
        _block = block;
        _end += stream.ReadAtLeast(block.AsSpan(_end), count - _end, throwOnEndOfStream: false);
        return Math.Min(count, _end);
    }

    /// <summary>The next bytes, which are in the window.</summary>
    public ReadOnlyMemory<byte> Peek(int count) => _block.AsMemory(_start, count);

    /// <summary>Moves forward.</summary>
    public void Skip(int count) => _start += count;

    /// <summary>The checksum since it was last restarted.</summary>
    public uint Crc(ReadOnlySpan<byte> more = default)
    {
        Hash();
        if (more.IsEmpty)
        {
            return _crc.GetCurrentHashAsUInt32();
        }

        var crc = _crc.Clone();
        crc.Append(more);
        return crc.GetCurrentHashAsUInt32();
    }

    /// <summary>Begins another checksum here.</summary>
    public void RestartCrc()
    {
        _crc.Reset();
        _hashed = _start;
    }

    private void Hash()
    {
        if (Hashes)
        {
            _crc.Append(_block.AsSpan(_hashed.._start));
        }

        _hashed = _start;
    }
}
