using System.Globalization;
using MessagePack;

namespace Research.Formats;

/// <summary>
/// MessagePack whose layout is not known beforehand: arrays as lists, maps as dictionaries by text, numbers, texts.
/// </summary>
internal static class MessagePackTree
{
    private const int Deepest = 32;

    /// <summary>Reads one value, which must be all there is.</summary>
    /// <exception cref="RecordingFormatException">It is no MessagePack, or cut off.</exception>
    public static object? Read(byte[] bytes, string file)
    {
        var reader = new MessagePackReader(bytes);
        try
        {
            object? value = Value(ref reader, Deepest);
            return reader.End ? value : throw new RecordingFormatException(file, $"byte {reader.Consumed}",
                "more after the first value", "one value");
        }
        catch (Exception fault) when (fault is EndOfStreamException or MessagePackSerializationException
            or InvalidOperationException
            or OverflowException or ArgumentException)
        {
            throw new RecordingFormatException(file, $"byte {reader.Consumed}",
                fault is EndOfStreamException || fault.InnerException is EndOfStreamException
                    ? "a value that the end of the file cuts off" : "no value of MessagePack", "MessagePack");
        }
    }

    private static object? Value(ref MessagePackReader reader, int depth)
    {
        if (depth == 0)
        {
            throw new MessagePackSerializationException("deeper than 32");
        }

        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Array:
                var list = new List<object?>();
                for (int left = reader.ReadArrayHeader(); left > 0; left--)
                {
                    list.Add(Value(ref reader, depth - 1));
                }

                return list;
            case MessagePackType.Map:
                var map = new Dictionary<string, object?>();
                for (int left = reader.ReadMapHeader(); left > 0; left--)
                {
                    string name = Convert.ToString(Value(ref reader, depth - 1), CultureInfo.InvariantCulture) ?? "";
                    map[name] = Value(ref reader, depth - 1);
                }

                return map;
            case MessagePackType.Integer:
                return reader.NextCode == MessagePackCode.UInt64 ? checked((long)reader.ReadUInt64()) : reader.ReadInt64();
            case MessagePackType.Float:
                return reader.ReadDouble();
            case MessagePackType.Boolean:
                return reader.ReadBoolean();
            case MessagePackType.String:
                return reader.ReadString();
            case MessagePackType.Nil:
                reader.ReadNil();
                return null;
            default:
                reader.Skip();
                return null;
        }
    }
}
