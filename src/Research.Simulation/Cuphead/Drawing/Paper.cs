using OpenCvSharp;

namespace Research.Simulation.Cuphead.Drawing;

/// <summary>What every picture is painted on, and how it ages.</summary>
internal static unsafe class Paper
{
    /// <summary>Specks of dust in a frame.</summary>
    public const int Specks = 3;

    /// <summary>Colours that run into each other from top to bottom.</summary>
    /// <param name="size">Of the frames.</param>
    /// <param name="stops">Shares of the height and the colours there, in order, from 0 to 1.</param>
    public static Mat Gradient(Size size, (double At, Ink Colour)[] stops)
    {
        var picture = new Mat(size, MatType.CV_8UC3);
        for (int y = 0; y < size.Height; y++)
        {
            double at = (double)y / size.Height;
            int next = Math.Max(1, Array.FindIndex(stops, s => s.At > at));
            var (from, to) = (stops[next - 1], stops[next]);
            var colour = from.Colour.Towards(to.Colour, (at - from.At) / (to.At - from.At));
            byte* row = picture.DataPointer + y * picture.Step();
            for (int x = 0; x < size.Width; x++, row += 3)
            {
                (row[0], row[1], row[2]) = (colour.B, colour.G, colour.R);
            }
        }

        return picture;
    }

    /// <summary>Darkens the corners and gives the paper its grain, always the same.</summary>
    public static void Age(Mat picture)
    {
        const double Corner = 0.42;
        uint grain = 2463534242;
        int rows = picture.Rows, columns = picture.Cols;
        for (int y = 0; y < rows; y++)
        {
            double dy = 2.0 * y / rows - 1;
            byte* row = picture.DataPointer + y * picture.Step();
            for (int x = 0; x < columns; x++, row += 3)
            {
                double dx = 2.0 * x / columns - 1, away = Math.Max(0, dx * dx * 0.8 + dy * dy * 0.6 - 0.35);
                grain ^= grain << 13;
                grain ^= grain >> 17;
                grain ^= grain << 5;
                double light = 1 - Corner * away * away + ((grain & 15) - 7.5) / 700;
                for (int c = 0; c < 3; c++)
                {
                    row[c] = (byte)Math.Clamp(row[c] * light, 0, 255);
                }
            }
        }
    }

    /// <summary>Blackens what lies outside a circle around the middle of the stage.</summary>
    /// <param name="frame">8-bit BGR.</param>
    /// <param name="open">1 shows all, 0 nothing.</param>
    public static void Iris(Mat frame, double open)
    {
        int rows = frame.Rows, columns = frame.Cols;
        double centreX = columns * 0.5, centreY = rows * 0.55, radius = open * Math.Sqrt(centreX * centreX + centreY * centreY);
        for (int y = 0; y < rows; y++)
        {
            double away = y - centreY, half = Math.Sqrt(Math.Max(0, radius * radius - away * away));
            int left = Math.Clamp((int)(centreX - half), 0, columns), right = Math.Clamp((int)(centreX + half), left, columns);
            var row = new Span<byte>(frame.DataPointer + y * frame.Step(), 3 * columns);
            row[..(3 * left)].Clear();
            row[(3 * right)..].Clear();
        }
    }

    /// <summary>Dust on the film, at other places in every frame.</summary>
    public static void Dust(Mat frame, int index)
    {
        uint random = DustSeed(index);
        for (int i = 0; i < Specks; i++)
        {
            var (x, y, angle) = Speck(ref random, frame.Cols, frame.Rows);
            int size = Math.Max(1, frame.Cols / 640);
            Cv2.Ellipse(frame, new Point(x, y), new Size(size * (1 + i % 2), size), angle, 0, 360,
                (i == 0 ? Ink.White : Ink.Outline).Scalar, -1, LineTypes.AntiAlias);
        }
    }

    /// <summary>What the dust of a frame is drawn from.</summary>
    public static uint DustSeed(int index) => (uint)index * 2654435761 + 12345;

    /// <summary>The next speck of a frame: its place, and its angle in degrees, 0 to 179.</summary>
    public static (int X, int Y, int Angle) Speck(ref uint random, int columns, int rows)
    {
        random = random * 1664525 + 1013904223;
        return ((int)((random >> 8) % (uint)columns), (int)((random >> 4) % 7919 * (uint)rows / 7919), (int)(random % 180));
    }
}
