using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Notebooks.Jupyter;

/// <summary>Messages as frames: identities, a delimiter, the signature, four JSON objects, buffers.</summary>
/// <remarks>Reading is for one thread; writing for any.</remarks>
public sealed class MessageWire(MessageSignature signature)
{
    private const int Remembered = 1 << 16;
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly JsonSerializerOptions Json =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 256 };

    private readonly HashSet<string> _seen = [];
    private readonly Queue<string> _order = new();

    /// <summary>The frames of a message.</summary>
    public IReadOnlyList<byte[]> Write(JupyterMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        byte[][] parts = [.. ((JsonObject[])[message.Header, message.Parent, message.Metadata, message.Content])
            .Select(part => JsonSerializer.SerializeToUtf8Bytes(part, Json))];
        return [.. message.Identities, Delimiter, signature.Sign(parts), .. parts, .. message.Buffers];
    }

    /// <summary>The message of some frames.</summary>
    /// <exception cref="FormatException">They are no message, it is not rightly signed, or it came before.</exception>
    public JupyterMessage Read(IReadOnlyList<byte[]> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        int delimiter = frames.Index().Where(frame => frame.Item.AsSpan().SequenceEqual(Delimiter))
            .Select(frame => (int?)frame.Index).FirstOrDefault()
            ?? throw new FormatException($"found {frames.Count} frames without <IDS|MSG>");
        if (frames.Count < delimiter + 6)
        {
            throw new FormatException(
                $"found {frames.Count - delimiter - 1} frames after <IDS|MSG>, expected a signature and four JSON objects");
        }

        byte[] signed = frames[delimiter + 1];
        byte[][] parts = [.. frames.Skip(delimiter + 2).Take(4)];
        if (!signature.IsRight(signed, parts))
        {
            throw new FormatException(signed.Length == 0 ? "it is not signed" : "its signature is wrong");
        }

        if (signed.Length > 0)
        {
            Remember(Encoding.ASCII.GetString(signed));
        }

        var objects = parts.Select(Parse).ToList();
        return new JupyterMessage([.. frames.Take(delimiter)], objects[0], objects[1], objects[2], objects[3],
            [.. frames.Skip(delimiter + 6)]);
    }

    private static JsonObject Parse(byte[] part)
    {
        try
        {
            return JsonNode.Parse(part, documentOptions: Reading) as JsonObject
                ?? throw new FormatException("found a JSON value, expected an object");
        }
        catch (JsonException e)
        {
            throw new FormatException($"found no JSON: {e.Message}", e);
        }
    }

    private void Remember(string signed)
    {
        if (!_seen.Add(signed))
        {
            throw new FormatException("it was received before");
        }

        _order.Enqueue(signed);
        if (_order.Count > Remembered)
        {
            _seen.Remove(_order.Dequeue());
        }
    }
}
