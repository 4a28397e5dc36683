using Research.Simulation.Cuphead.Drawing;

namespace Research.Simulation.Environments;

/// <summary>
/// A sprite as observations see it. <see cref="Sessions.FrameTransform.Report"/> makes a 640×360 picture five times smaller by
/// taking every fifth pixel of every fifth row, the third of each five. So there are 25 small sprites in a large one, by where it
/// lies; each is in grey, multiplied by its alpha.
/// </summary>
internal sealed class GreySprite
{
    /// <summary>Pixels of the picture for one of the observation, and which of them is taken.</summary>
    public const int Stride = 5, Taken = 2;

    private readonly Phase[] _phases = new Phase[Stride * Stride];
    private readonly int _anchorX, _anchorY;

    public GreySprite(Sprite sprite)
    {
        (_anchorX, _anchorY) = (sprite.AnchorX, sprite.AnchorY);
        for (int y = 0; y < Stride; y++)
        {
            for (int x = 0; x < Stride; x++)
            {
                _phases[y * Stride + x] = new Phase(sprite, x, y);
            }
        }
    }

    /// <summary>Draws it into an observation, at a place in pixels of the picture.</summary>
    /// <param name="frame">[72, 128].</param>
    /// <param name="x">Where the anchor comes.</param>
    /// <param name="y">The same, from the top.</param>
    /// <param name="opacity">256 as it is, 0 not at all.</param>
    /// <param name="bottom">Nothing is drawn from this row of the picture on.</param>
    public void Draw(GreyFrame frame, double x, double y, int opacity = 256, int bottom = int.MaxValue)
    {
        int left = (int)Math.Round(x) - _anchorX, top = (int)Math.Round(y) - _anchorY;
        int phaseX = Modulo(Taken - left), phaseY = Modulo(Taken - top);
        var phase = _phases[phaseY * Stride + phaseX];
        int column = (left + phaseX - Taken) / Stride, row = (top + phaseY - Taken) / Stride;
        int end = Math.Min(phase.Rows, frame.Height - row);
        if (bottom != int.MaxValue)
        {
            end = Math.Min(end, (bottom - Taken + Stride - 1) / Stride - row);
        }

        for (int i = Math.Max(0, -row); i < end; i++)
        {
            var (first, last) = phase.Extents[i];
            first = Math.Max(first, -column);
            last = Math.Min(last, frame.Width - column);
            if (first < last)
            {
                int from = i * phase.Columns + first, count = last - first;
                Blend(frame.Row(row + i).Slice(column + first, count), phase.Grey.AsSpan(from, count),
                    phase.Alpha.AsSpan(from, count), opacity);
            }
        }
    }

    private static void Blend(Span<byte> to, ReadOnlySpan<byte> grey, ReadOnlySpan<byte> alphas, int opacity)
    {
        for (int i = 0; i < to.Length && i < grey.Length && i < alphas.Length; i++)
        {
            int alpha = alphas[i] * opacity >> 8;
            if (alpha == 255)
            {
                to[i] = grey[i];
            }
            else if (alpha > 0)
            {
                to[i] = (byte)Math.Min(255, (grey[i] * opacity >> 8) + (to[i] * (256 - alpha) >> 8));
            }
        }
    }

    private static int Modulo(int n) => (n % Stride + Stride) % Stride;

    private sealed class Phase
    {
        public Phase(Sprite sprite, int x, int y)
        {
            Columns = (sprite.Columns - x + Stride - 1) / Stride;
            Rows = (sprite.Rows - y + Stride - 1) / Stride;
            (Columns, Rows) = (Math.Max(0, Columns), Math.Max(0, Rows));
            Grey = new byte[Columns * Rows];
            Alpha = new byte[Columns * Rows];
            Extents = new (int, int)[Rows];
            for (int row = 0; row < Rows; row++)
            {
                int first = Columns, end = 0;
                for (int column = 0; column < Columns; column++)
                {
                    var pixel = sprite.Pixels.AsSpan(4 * ((y + row * Stride) * sprite.Columns + x + column * Stride), 4);
                    Grey[row * Columns + column] = (byte)(pixel[0] * 1868 + pixel[1] * 9617 + pixel[2] * 4899 + 8192 >> 14);
                    Alpha[row * Columns + column] = pixel[3];
                    if (pixel[3] > 0)
                    {
                        first = Math.Min(first, column);
                        end = column + 1;
                    }
                }

                Extents[row] = (first, end);
            }
        }

        public int Columns { get; }

        public int Rows { get; }

        public byte[] Grey { get; }

        public byte[] Alpha { get; }

        public (int First, int End)[] Extents { get; }
    }
}
