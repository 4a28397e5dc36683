using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Research.Formats.Mcap;

/// <summary>
/// Reads the fields of one record. What follows the last known field is left alone: later versions may add fields.
/// </summary>
internal ref struct McapFieldReader
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _content;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly McapOpcode _opcode;
    private readonly McapPlace _place;

    /// <summary>Reads a record's fields.</summary>
    /// <param name="opcode">Its kind, for messages.</param>
    /// <param name="content">The fields.</param>
    /// <param name="place">Where the record begins.</param>
    public McapFieldReader(McapOpcode opcode, ReadOnlyMemory<byte> content, McapPlace place)
    {
        _opcode = opcode;
        _content = content;
        _bytes = content.Span;
        _place = place;
    }

    /// <summary>Bytes read.</summary>
    public int Position { get; private set; }

    public byte Byte(string field) => Take(field, sizeof(byte))[0];

    public ushort UInt16(string field) => BinaryPrimitives.ReadUInt16LittleEndian(Take(field, sizeof(ushort)));

    public uint UInt32(string field) => BinaryPrimitives.ReadUInt32LittleEndian(Take(field, sizeof(uint)));

    public ulong UInt64(string field) => BinaryPrimitives.ReadUInt64LittleEndian(Take(field, sizeof(ulong)));

    /// <summary>A text with its length before it.</summary>
    public string Text(string field)
    {
        var bytes = Take(field, UInt32(field));
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Fault(-bytes.Length, $"bytes that are no UTF-8 in {field} of {Name}", "UTF-8");
        }
    }

    /// <summary>So many bytes.</summary>
    public ReadOnlyMemory<byte> Bytes(string field, ulong length)
    {
        Take(field, length);
        return _content.Slice(Position - (int)length, (int)length);
    }

    /// <summary>All bytes that are left.</summary>
    public ReadOnlyMemory<byte> Rest()
    {
        var rest = _content[Position..];
        Position = _content.Length;
        return rest;
    }

    /// <summary>Texts by texts. Where a name is there twice, the last value is taken.</summary>
    public IReadOnlyDictionary<string, string> TextMap(string field)
    {
        int end = End(field);
        var map = new Dictionary<string, string>();
        while (Position < end)
        {
            string name = Text(field);
            map[name] = Text(field);
            RequireBefore(end, field);
        }

        return map;
    }

    /// <summary>Numbers by identifiers. Where one is there twice, the last value is taken.</summary>
    public IReadOnlyDictionary<ushort, ulong> NumberMap(string field)
    {
        int end = End(field);
        var map = new Dictionary<ushort, ulong>();
        while (Position < end)
        {
            ushort id = UInt16(field);
            map[id] = UInt64(field);
            RequireBefore(end, field);
        }

        return map;
    }

    /// <summary>Pairs of a time and an offset.</summary>
    public IReadOnlyList<(ulong LogTime, ulong Offset)> Times(string field)
    {
        int end = End(field);
        var times = new List<(ulong, ulong)>((end - Position) / (2 * sizeof(ulong)));
        while (Position < end)
        {
            times.Add((UInt64(field), UInt64(field)));
            RequireBefore(end, field);
        }

        return times;
    }

    /// <summary>A checksum of the fields before it, checked unless it is 0.</summary>
    public uint Crc(string field, int end)
    {
        uint crc = UInt32(field);
        uint computed = crc == 0 ? 0 : Crc32.HashToUInt32(_bytes[..end]);
        return crc == computed ? crc
            : throw Fault(-sizeof(uint), $"the {field} {crc:x8} of {Name}", $"{computed:x8}, the checksum of its fields");
    }

    private readonly string Name => _opcode.ToString();

    /// <summary>Reads the length of a map or an array.</summary>
    private int End(string field)
    {
        uint length = UInt32(field);
        Require(field, length);
        return Position + (int)length;
    }

    private readonly void RequireBefore(int end, string field)
    {
        if (Position > end)
        {
            throw Fault(0, $"an entry of {field} of {Name} that goes on for {Position - end} bytes after its end",
                "whole entries");
        }
    }

    private ReadOnlySpan<byte> Take(string field, ulong length)
    {
        Require(field, length);
        var taken = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return taken;
    }

    private readonly void Require(string field, ulong length)
    {
        if (length > (ulong)(_bytes.Length - Position))
        {
            throw Fault(0, $"{_bytes.Length - Position} bytes left for {field} of {Name}", $"{length}");
        }
    }

    private readonly McapFormatException Fault(int before, string found, string expected) =>
        McapFormatException.At(_place, McapRecordFormat.HeadSize + Position + before, found, expected);
}
