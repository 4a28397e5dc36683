using System.Buffers.Binary;
using System.IO.Compression;

namespace Research.Tests.Figures;

/// <summary>A decoded PNG of 8 bits a channel, not interlaced: what browsers write.</summary>
internal sealed class Pixels
{
    private readonly byte[] _bytes;
    private readonly int _channels;

    private Pixels(int width, int height, int channels, byte[] bytes) =>
        (Width, Height, _channels, _bytes) = (width, height, channels, bytes);

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>The colour as #rrggbb.</summary>
    internal string this[int x, int y]
    {
        get
        {
            var start = ((y * Width) + x) * _channels;
            var (red, green, blue) = _channels < 3
                ? (_bytes[start], _bytes[start], _bytes[start])
                : (_bytes[start], _bytes[start + 1], _bytes[start + 2]);
            return $"#{red:x2}{green:x2}{blue:x2}";
        }
    }

    internal int DistinctColors()
    {
        var colors = new HashSet<string>();
        for (var y = 0; y < Height; y += 3)
        {
            for (var x = 0; x < Width; x += 3)
            {
                colors.Add(this[x, y]);
            }
        }

        return colors.Count;
    }

    internal static Pixels Decode(byte[] png)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a], png[..8]);
        using var compressed = new MemoryStream();
        int width = 0, height = 0, channels = 0;
        for (var position = 8; position < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(position));
            var type = System.Text.Encoding.ASCII.GetString(png, position + 4, 4);
            var content = png.AsSpan(position + 8, length);
            if (type == "IHDR")
            {
                width = BinaryPrimitives.ReadInt32BigEndian(content);
                height = BinaryPrimitives.ReadInt32BigEndian(content[4..]);
                Assert.Equal(8, content[8]);
                channels = content[9] switch { 0 => 1, 2 => 3, 4 => 2, 6 => 4, var other => throw new InvalidDataException($"colour type {other}") };
                Assert.Equal(0, content[12]);
            }
            else if (type == "IDAT")
            {
                compressed.Write(content);
            }

            position += 12 + length;
        }

        compressed.Position = 0;
        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        return new(width, height, channels, Unfilter(zlib, width * channels, height, channels));
    }

    private static byte[] Unfilter(ZLibStream zlib, int stride, int height, int channels)
    {
        var bytes = new byte[stride * height];
        for (var row = 0; row < height; row++)
        {
            var filter = zlib.ReadByte();
            var line = bytes.AsSpan(row * stride, stride);
            zlib.ReadExactly(line);
            for (var index = 0; index < stride; index++)
            {
                int left = index >= channels ? line[index - channels] : 0;
                int up = row > 0 ? bytes[((row - 1) * stride) + index] : 0;
                int upLeft = row > 0 && index >= channels ? bytes[((row - 1) * stride) + index - channels] : 0;
                line[index] += (byte)(filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, upLeft) });
            }
        }

        return bytes;
    }

    private static int Paeth(int left, int up, int upLeft)
    {
        var estimate = left + up - upLeft;
        var (toLeft, toUp, toUpLeft) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - upLeft));
        return toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft;
    }
}
