using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Research.Formats.Mcap;

/// <summary>Bytes of records that are being put together.</summary>
internal sealed class McapFieldWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 16);

    /// <summary>Bytes so far.</summary>
    public int Length => _buffer.WrittenCount;

    /// <summary>The bytes so far; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.WrittenMemory;

    /// <summary>Forgets all bytes.</summary>
    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>Adds a record: opcode, length, fields.</summary>
    public McapFieldWriter Record(McapRecord record)
    {
        int start = Length;
        Byte((byte)record.Opcode).UInt64(0);
        record.Write(this);
        BinaryPrimitives.WriteUInt64LittleEndian(Written(start + 1, sizeof(ulong)),
            (ulong)(Length - start - McapRecordFormat.HeadSize));
        return this;
    }

    public McapFieldWriter Byte(byte value)
    {
        _buffer.Write([value]);
        return this;
    }

    public McapFieldWriter UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.GetSpan(sizeof(ushort)), value);
        _buffer.Advance(sizeof(ushort));
        return this;
    }

    public McapFieldWriter UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(sizeof(uint)), value);
        _buffer.Advance(sizeof(uint));
        return this;
    }

    public McapFieldWriter UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(sizeof(ulong)), value);
        _buffer.Advance(sizeof(ulong));
        return this;
    }

    public McapFieldWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        return this;
    }

    public McapFieldWriter UInt32Bytes(ReadOnlySpan<byte> bytes) => UInt32((uint)bytes.Length).Raw(bytes);

    public McapFieldWriter Text(string text) => UInt32Bytes(Encoding.UTF8.GetBytes(text));

    public McapFieldWriter TextMap(IReadOnlyDictionary<string, string> map)
    {
        int start = Length;
        UInt32(0);
        foreach (var (name, value) in map)
        {
            Text(name).Text(value);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(Written(start, sizeof(uint)), (uint)(Length - start - sizeof(uint)));
        return this;
    }

    public McapFieldWriter NumberMap(IReadOnlyDictionary<ushort, ulong> map)
    {
        UInt32((uint)(map.Count * (sizeof(ushort) + sizeof(ulong))));
        foreach (var (id, value) in map)
        {
            UInt16(id).UInt64(value);
        }

        return this;
    }

    /// <summary>Adds the checksum of the bytes from <paramref name="start"/> on.</summary>
    public void CrcFrom(int start) => UInt32(Crc32.HashToUInt32(_buffer.WrittenSpan[start..]));

    private Span<byte> Written(int start, int length) =>
        System.Runtime.InteropServices.MemoryMarshal.AsMemory(_buffer.WrittenMemory).Span.Slice(start, length);
}
