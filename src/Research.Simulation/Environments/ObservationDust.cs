using OpenCvSharp;
using Research.Simulation.Cuphead.Drawing;

namespace Research.Simulation.Environments;

/// <summary>
/// The specks of dust that <see cref="Paper.Dust"/> draws, as observations see them: each speck of each angle is drawn once, and
/// then copied.
/// </summary>
internal sealed class ObservationDust
{
    private const int Half = 4, Side = 2 * Half + 1, Angles = 180;
    private static readonly byte White = Grey(Ink.White), Outline = Grey(Ink.Outline);

    private readonly byte[][] _stamps = [.. Enumerable.Range(0, 2 * Angles).Select(n => Stamp(1 + n / Angles, n % Angles))];

    public void Draw(GreyFrame frame, int index)
    {
        const int Stride = GreySprite.Stride;
        uint random = Paper.DustSeed(index);
        for (int i = 0; i < Paper.Specks; i++)
        {
            var (x, y, angle) = Paper.Speck(ref random, frame.Width * Stride, frame.Height * Stride);
            byte[] stamp = _stamps[i % 2 * Angles + angle];
            byte ink = i == 0 ? White : Outline;
            for (int row = Math.Max(0, (y - Half) / Stride); row <= Math.Min(frame.Height - 1, (y + Half) / Stride); row++)
            {
                int stampY = row * Stride + GreySprite.Taken - y + Half;
                var pixels = frame.Row(row);
                for (int column = Math.Max(0, (x - Half) / Stride); column <= Math.Min(frame.Width - 1,
                    (x + Half) / Stride); column++)
                {
                    int stampX = column * Stride + GreySprite.Taken - x + Half;
                    if (stampX is >= 0 and < Side && stampY is >= 0 and < Side)
                    {
                        int alpha = stamp[stampY * Side + stampX];
                        pixels[column] = (byte)((pixels[column] * (255 - alpha) + ink * alpha + 127) / 255);
                    }
                }
            }
        }
    }

    private static byte[] Stamp(int length, int angle)
    {
        using var mat = new Mat(Side, Side, MatType.CV_8UC1, new Scalar(0));
        Cv2.Ellipse(mat, new Point(Half, Half), new Size(length, 1), angle, 0, 360, new Scalar(255), -1, LineTypes.AntiAlias);
        mat.GetArray(out byte[] pixels);
        return pixels;
    }

    private static byte Grey(Ink ink) => (byte)(ink.B * 1868 + ink.G * 9617 + ink.R * 4899 + 8192 >> 14);
}
