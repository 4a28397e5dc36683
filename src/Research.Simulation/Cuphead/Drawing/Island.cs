using OpenCvSharp;
using static Research.Simulation.Cuphead.Drawing.Outlines;

namespace Research.Simulation.Cuphead.Drawing;

/// <summary>The map between two fights: an island with paths, seen from above.</summary>
internal sealed class Island(Size size, PixelScale scale) : IDisposable
{
    private readonly Lazy<Mat> _picture = new(() => Paint(size, scale));
    private readonly Lazy<Sprite> _flag = new(() => Flag(scale));

    /// <summary>The map; not to be drawn on.</summary>
    public Mat Picture => _picture.Value;

    /// <summary>Planted at every place that was fought for.</summary>
    public Sprite FlagOfVictory => _flag.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_picture.IsValueCreated)
        {
            _picture.Value.Dispose();
        }
    }

    private static Mat Paint(Size size, PixelScale scale)
    {
        var picture = Paper.Gradient(size, [(0, new(96, 150, 172)), (0.5, new(112, 166, 180)), (1, new(84, 136, 160))]);
        using var canvas = new SpriteCanvas(scale, 0, 0, Arena.Width, Arena.Height, finer: 2);
        for (int i = 0; i < 26; i++)
        {
            double x = 30 + i * 197 % 1240, y = 40 + i * 131 % 650;
            canvas.Line(Curve((x - 16, y), (x - 6, y - 6), (x + 4, y), (x + 16, y - 6)), 3, new(150, 194, 200));
        }

        Spot[] shore = [(210, 380), (260, 220), (420, 150), (640, 176), (860, 130), (1040, 220), (1090, 400), (1010, 560),
            (800, 600), (620, 570), (420, 618), (268, 540)];
        canvas.Fill(Blob([.. shore.Select(s => new Spot(s.X, s.Y + 24))]), new(150, 118, 78), 6);
        canvas.Fill(Blob(shore), new(226, 206, 150), 5);
        canvas.Fill(Blob([.. shore.Select(s => new Spot(640 + (s.X - 640) * 0.93, 380 + (s.Y - 380) * 0.91))]),
            new(158, 186, 106), 0);
        canvas.Line(Curve((330, 500), (470, 430), (560, 330), (700, 300), (800, 390), (930, 360)), 30, new(222, 198, 142));
        canvas.Line(Curve((560, 330), (500, 250), (420, 232)), 26, new(222, 198, 142));
        canvas.Line(Curve((800, 390), (780, 480), (700, 520)), 26, new(222, 198, 142));
        foreach (var (x, y, s) in ((double, double, double)[])[(300, 330, 1), (350, 290, 1.2), (310, 400, 0.9), (640, 230, 1.1),
            (700, 220, 0.9), (900, 240, 1.2), (960, 270, 1), (880, 500, 1.1), (940, 470, 0.9), (560, 480, 1.1), (610, 500, 0.9),
            (1000, 420, 1)])
        {
            canvas.Fill([(x - 5 * s, y), (x + 5 * s, y), (x + 5 * s, y + 20 * s), (x - 5 * s, y + 20 * s)], new(116, 84, 56),
                2.5);
            canvas.Fill(Blob((x - 26 * s, y + 4), (x - 14 * s, y - 30 * s), (x, y - 44 * s), (x + 14 * s, y - 30 * s),
                (x + 26 * s, y + 4)), Ink.DarkLeaf.Towards(Ink.Leaf, s - 0.8), 3);
        }

        House(canvas, 420, 206, new(190, 72, 56));
        House(canvas, 930, 336, new(72, 96, 150));
        House(canvas, 700, 500, new(200, 140, 60));
        canvas.Text("ROOT ISLE", 34, 76, Ink.White, 5, 4, x: 640);
        canvas.ToSprite().Draw(picture, 0, 0);
        Paper.Age(picture);
        return picture;
    }

    private static void House(SpriteCanvas canvas, double x, double y, Ink roof)
    {
        canvas.Fill([(x - 34, y), (x + 34, y), (x + 34, y + 44), (x - 34, y + 44)], new(238, 222, 184), 4);
        canvas.Fill([(x - 46, y + 4), (x, y - 44), (x + 46, y + 4)], roof, 4);
        canvas.Fill([(x - 10, y + 44), (x - 10, y + 20), (x, y + 12), (x + 10, y + 20), (x + 10, y + 44)], new(110, 72, 46), 3);
    }

    private static Sprite Flag(PixelScale scale)
    {
        using var canvas = new SpriteCanvas(scale, 12, 60, 44, 8);
        canvas.Limb([(0, 0), (0, -50)], 4, Ink.White, 2.5);
        canvas.Fill(Blob((2, -50), (20, -46), (38, -50), (36, -34), (18, -32), (2, -34)), new(204, 44, 40), 3);
        return canvas.ToSprite();
    }
}
