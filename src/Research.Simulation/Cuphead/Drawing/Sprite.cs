using OpenCvSharp;

namespace Research.Simulation.Cuphead.Drawing;

/// <summary>
/// A small picture with soft edges, drawn once and then copied into frames: BGRA, colours multiplied by their alpha.
/// </summary>
/// <param name="Pixels">[Rows, Columns, 4].</param>
/// <param name="Columns">Width in pixels.</param>
/// <param name="Rows">Height in pixels.</param>
/// <param name="AnchorX">The pixel that comes to the place it is drawn at.</param>
/// <param name="AnchorY">The same, from the top.</param>
internal sealed record Sprite(byte[] Pixels, int Columns, int Rows, int AnchorX, int AnchorY)
{
    /// <summary>First and last column of every row that is not empty.</summary>
    private readonly (int First, int End)[] _extents = [.. Enumerable.Range(0, Rows).Select(y => Extent(Pixels, y, Columns))];

    /// <summary>Draws it into a frame.</summary>
    /// <param name="frame">8-bit BGR.</param>
    /// <param name="x">Where the anchor comes, in pixels.</param>
    /// <param name="y">The same, from the top.</param>
    /// <param name="opacity">256 as it is, 0 not at all.</param>
    /// <param name="bottom">Nothing is drawn from this row on.</param>
    public unsafe void Draw(Mat frame, double x, double y, int opacity = 256, int bottom = int.MaxValue)
    {
        int left = (int)Math.Round(x) - AnchorX, top = (int)Math.Round(y) - AnchorY;
        int width = frame.Cols, end = Math.Min(Rows, Math.Min(frame.Rows, bottom) - top);
        byte* target = frame.DataPointer;
        long step = frame.Step();
        fixed (byte* pixels = Pixels)
        {
            for (int row = Math.Max(0, -top); row < end; row++)
            {
                int first = Math.Max(_extents[row].First, -left), last = Math.Min(_extents[row].End, width - left);
                byte* from = pixels + 4 * ((long)row * Columns + first);
                byte* to = target + step * (top + row) + 3L * (left + first);
                for (int i = first; i < last; i++, from += 4, to += 3)
                {
                    int alpha = from[3] * opacity >> 8;
                    if (alpha == 255)
                    {
                        to[0] = from[0];
                        to[1] = from[1];
                        to[2] = from[2];
                    }
                    else if (alpha > 0)
                    {
                        int rest = 256 - alpha;
                        to[0] = (byte)Math.Min(255, (from[0] * opacity >> 8) + (to[0] * rest >> 8));
                        to[1] = (byte)Math.Min(255, (from[1] * opacity >> 8) + (to[1] * rest >> 8));
                        to[2] = (byte)Math.Min(255, (from[2] * opacity >> 8) + (to[2] * rest >> 8));
                    }
                }
            }
        }
    }

    /// <summary>The same sprite as it looks when hit: nearer to white.</summary>
    public Sprite Flashed()
    {
        byte[] pixels = [.. Pixels];
        for (int i = 0; i < pixels.Length; i += 4)
        {
            for (int c = 0; c < 3; c++)
            {
                pixels[i + c] = (byte)(pixels[i + c] + (pixels[i + 3] - pixels[i + c]) * 28 / 100);
            }
        }

        return this with { Pixels = pixels };
    }

    private static (int First, int End) Extent(byte[] pixels, int row, int columns)
    {
        int first = 0, end = columns;
        while (first < end && pixels[4 * (row * columns + first) + 3] == 0)
        {
            first++;
        }

        while (end > first && pixels[4 * (row * columns + end - 1) + 3] == 0)
        {
            end--;
        }

        return (first, end);
    }
}
