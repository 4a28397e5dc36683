using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Research.Figures;

/// <summary>
/// PNG files with a palette of at most 256 colours: a chart takes two fifths of the bytes that it takes with 24 bits a pixel.
/// Skia and OpenCV write no palettes.
/// </summary>
internal static class PalettePng
{
    /// <summary>
    /// The farthest that a channel of a pixel may be from what was drawn, of 255: seen only at the edges of letters and lines.
    /// </summary>
    public const int Bound = 24;

    private const int MostColors = 256, MostDistinct = 30_000; // a photograph has more

    /// <summary>How many of the most frequent colours are kept as they are: those of bars, cells and lines.</summary>
    private const int Kept = 160;

    /// <summary>What every PNG begins with.</summary>
    internal static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>The file, or null where 256 colours do not do, as of photographs.</summary>
    /// <param name="pixels">Opaque, 32 bits a pixel.</param>
    public static byte[]? TryEncode(SKPixmap pixels)
    {
        var colors = MemoryMarshal.Cast<byte, uint>(pixels.GetPixelSpan());
        if (Count(colors) is not { } counts || TryCover([.. counts.OrderByDescending(color => color.Value)
            .ThenBy(color => color.Key).Select(color => color.Key)]) is not var (palette, places))
        {
            return null;
        }

        byte[] rows = new byte[pixels.Height * (pixels.Width + 1)]; // each begins with the number of its filter: 0, none
        (uint color, byte place) last = (colors[0], places[colors[0]]);
        for (int y = 0, at = 0; y < pixels.Height; y++)
        {
            at++;
            foreach (uint color in colors.Slice(y * pixels.Width, pixels.Width))
            {
                if (color != last.color)
                {
                    last = (color, places[color]);
                }

                rows[at++] = last.place;
            }
        }

        return Write(pixels, palette, rows);
    }

    /// <summary>How often each colour is there; null: there are too many.</summary>
    private static Dictionary<uint, int>? Count(ReadOnlySpan<uint> colors)
    {
        var counts = new Dictionary<uint, int>();
        for (int start = 0, end; start < colors.Length && counts.Count <= MostDistinct; start = end)
        {
            int run = colors[start..].IndexOfAnyExcept(colors[start]);
            end = run < 0 ? colors.Length : start + run;
            CollectionsMarshal.GetValueRefOrAddDefault(counts, colors[start], out _) += end - start;
        }

        return counts.Count <= MostDistinct ? counts : null;
    }

    /// <summary>A palette in which the frequent colours are and each other one has one near it; null: there is none.</summary>
    private static (List<uint> Palette, Dictionary<uint, byte> Places)? TryCover(uint[] frequentFirst)
    {
        for (int distance = frequentFirst.Length <= MostColors ? 0 : 4; distance <= Bound; distance += 4)
        {
            var palette = new List<uint>();
            var places = new Dictionary<uint, byte>(frequentFirst.Length);
            foreach (uint color in frequentFirst)
            {
                int near = Nearest(palette, color);
                if (near < 0 || palette.Count < Kept || Distance(palette[near], color) > distance)
                {
                    near = palette.Count;
                    palette.Add(color);
                }

                if (near == MostColors)
                {
                    break;
                }

                places.Add(color, (byte)near);
            }

            if (palette.Count <= MostColors)
            {
                return (palette, places);
            }
        }

        return null;
    }

    private static int Nearest(List<uint> palette, uint color)
    {
        int nearest = -1;
        for (int place = 0, least = int.MaxValue; place < palette.Count && least > 0; place++)
        {
            if (Distance(palette[place], color) is var distance && distance < least)
            {
                (nearest, least) = (place, distance);
            }
        }

        return nearest;
    }

    /// <summary>How far apart the channels are that differ most.</summary>
    private static int Distance(uint a, uint b) => Math.Max(
        Math.Abs((int)(a & 255) - (int)(b & 255)),
        Math.Max(Math.Abs((int)(a >> 8 & 255) - (int)(b >> 8 & 255)), Math.Abs((int)(a >> 16 & 255) - (int)(b >> 16 & 255))));

    private static byte[] Write(SKPixmap pixels, List<uint> palette, byte[] rows)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, pixels.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), pixels.Height);
        (header[8], header[9]) = (8, 3); // bits a pixel; a palette
        bool isBlueFirst = pixels.ColorType == SKColorType.Bgra8888;
        byte[] colors = [.. palette.SelectMany(color =>
            (byte[])[(byte)(color >> (isBlueFirst ? 16 : 0)), (byte)(color >> 8), (byte)(color >> (isBlueFirst ? 0 : 16))])];
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "PLTE"u8, colors);
        WriteChunk(file, "IDAT"u8, packed.ToArray());
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(name);
        file.Write(content);
        var checksum = new Crc32();
        checksum.Append(name);
        checksum.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
