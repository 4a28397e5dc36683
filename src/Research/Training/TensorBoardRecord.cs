using System.Buffers.Binary;
using System.Text;
using Research.Arrays;

namespace Research.Training;

/// <summary>
/// One record of a TensorBoard event file: its length and the length's checksum, a protocol buffer of the type <c>Event</c>, and
/// the checksum of that (TensorFlow: <c>tensorflow/core/lib/io/record_writer.h</c>, <c>core/util/event.proto</c>,
/// <c>core/framework/summary.proto</c>).
/// </summary>
internal static class TensorBoardRecord
{
    /// <summary>Bytes before and behind the event.</summary>
    private const int LengthBytes = 8, ChecksumBytes = 4, HeadBytes = LengthBytes + ChecksumBytes;

    /// <summary>What a file begins with: the version of the events' format.</summary>
    public static byte[] Version(DateTimeOffset time) => Frame(Event(time, null, body => Text(body, field: 3, "brain.Event:2")));

    /// <summary>Values after a step, by their tags.</summary>
    public static byte[] Scalars(DateTimeOffset time, int step, IEnumerable<KeyValuePair<string, double>> values) =>
        Frame(Event(time, step, body =>
    {
        var summary = new MemoryStream();
        Span<byte> number = stackalloc byte[sizeof(float)];
        foreach (var (tag, value) in values)
        {
            var scalar = new MemoryStream();
            Text(scalar, field: 1, tag);
            Tag(scalar, field: 2, WireType.Fixed32);
            BinaryPrimitives.WriteSingleLittleEndian(number, (float)value);
            scalar.Write(number);
            Bytes(summary, field: 1, scalar.ToArray());
        }

        Bytes(body, field: 5, summary.ToArray());
    }));

    /// <summary>Reads a record that <see cref="Version"/> or <see cref="Scalars"/> made.</summary>
    /// <param name="bytes">A file from the record's beginning.</param>
    /// <param name="length">Bytes of the record.</param>
    /// <param name="step">Its step; 0 where it is the version.</param>
    /// <returns>Whether it is complete.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out int length, out int step)
    {
        (length, step) = (0, 0);
        if (bytes.Length < HeadBytes || Masked(bytes[..LengthBytes]) != BinaryPrimitives.ReadUInt32LittleEndian(
            bytes[LengthBytes..]))
        {
            return false;
        }

        ulong content = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (content > (ulong)Math.Max(0, bytes.Length - HeadBytes - ChecksumBytes))
        {
            return false;
        }

        var message = bytes.Slice(HeadBytes, (int)content);
        length = HeadBytes + message.Length + ChecksumBytes;
        step = StepOf(message);
        return Masked(message) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[(HeadBytes + message.Length)..]);
    }

    private enum WireType
    {
        Varint = 0,
        Fixed64 = 1,
        LengthDelimited = 2,
        Fixed32 = 5,
    }

    private static byte[] Event(DateTimeOffset time, int? step, Action<MemoryStream> what)
    {
        var body = new MemoryStream();
        Tag(body, field: 1, WireType.Fixed64);
        Span<byte> seconds = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(seconds, time.ToUnixTimeMilliseconds() / 1000.0);
        body.Write(seconds);
        if (step is { } number)
        {
            Tag(body, field: 2, WireType.Varint);
            Varint(body, (ulong)number);
        }

        what(body);
        return body.ToArray();
    }

    /// <summary>The step stands behind the time, where there is one.</summary>
    private static int StepOf(ReadOnlySpan<byte> message)
    {
        const int Place = 1 + sizeof(double), StepTag = (2 << 3) | (int)WireType.Varint;
        if (message.Length <= Place || message[Place] != StepTag)
        {
            return 0;
        }

        int step = 0;
        for (int i = Place + 1, shift = 0; i < message.Length; i++, shift += 7)
        {
            step |= (message[i] & 0x7f) << shift;
            if (message[i] < 0x80)
            {
                break;
            }
        }

        return step;
    }

    private static byte[] Frame(byte[] message)
    {
        byte[] record = new byte[HeadBytes + message.Length + ChecksumBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(LengthBytes), Masked(record.AsSpan(0, LengthBytes)));
        message.CopyTo(record, HeadBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeadBytes + message.Length), Masked(message));
        return record;
    }

    /// <summary>Records whose content has checksums in it would else have checksums that say little.</summary>
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = Crc32C.Of(bytes);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8);
    }

    private static void Text(MemoryStream to, int field, string text) => Bytes(to, field, Encoding.UTF8.GetBytes(text));

    private static void Bytes(MemoryStream to, int field, byte[] bytes)
    {
        Tag(to, field, WireType.LengthDelimited);
        Varint(to, (ulong)bytes.Length);
        to.Write(bytes);
    }

    private static void Tag(MemoryStream to, int field, WireType type) => Varint(to, ((ulong)field << 3) | (ulong)type);

    private static void Varint(MemoryStream to, ulong value)
    {
        while (value >= 0x80)
        {
            to.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        to.WriteByte((byte)value);
    }
}
