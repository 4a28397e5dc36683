using System.Collections.Concurrent;
using OpenCvSharp;
using static Research.Simulation.Cuphead.Drawing.Outlines;

namespace Research.Simulation.Cuphead.Drawing;

/// <summary>
/// The garden behind a fight: sky, hills, a hedge and furrows, which shift against each other as the player walks.
/// </summary>
internal sealed class Backdrop : IDisposable
{
    /// <summary>Places of the camera; a complete picture is kept for each that has been seen.</summary>
    public const int Places = 17;

    private readonly Size _size;
    private readonly PixelScale _scale;
    private readonly Lazy<(Sprite Layer, double Shift)[]> _layers;
    private readonly ConcurrentDictionary<int, Lazy<Mat>> _pictures = new();

    public Backdrop(Size size, PixelScale scale)
    {
        (_size, _scale) = (size, scale);
        _layers = new(() =>
        [
            (Clouds(), 16), (FarHills(), 30), (NearHills(), 56), (Hedge(), 84), (Ground(), 0),
        ]);
    }

    /// <summary>The background for a player at <paramref name="x"/>; not to be drawn on.</summary>
    public Mat For(double x)
    {
        int place = (int)Math.Round(Math.Clamp(x / Arena.Width, 0, 1) * (Places - 1));
        return _pictures.GetOrAdd(place, p => new Lazy<Mat>(() => Compose((double)p / (Places - 1)))).Value;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var picture in _pictures.Values.Where(p => p.IsValueCreated))
        {
            picture.Value.Dispose();
        }
    }

    private Mat Compose(double camera)
    {
        var picture = Paper.Gradient(_size, [(0, new(150, 196, 206)), (0.45, new(214, 222, 190)), (0.72, new(248, 232, 186)),
            (1, new(248, 226, 170))]);
        foreach (var (layer, shift) in _layers.Value)
        {
            layer.Draw(picture, -camera * shift * _scale.X, 0);
        }

        Paper.Age(picture);
        return picture;
    }

    private Sprite Layer(Action<SpriteCanvas> draw, double blur = 0, double opacity = 1)
    {
        using var canvas = new SpriteCanvas(_scale, 60, 0, Arena.Width + 160, Arena.Height, finer: 2);
        draw(canvas);
        return canvas.ToSprite(opacity, blur);
    }

    private Sprite Clouds() => Layer(canvas =>
    {
        canvas.Fill(Ellipse(1010, 120, 64, 64), new(252, 238, 190), 0);
        foreach (var (x, y, s) in ((double, double, double)[])[(180, 120, 1.1), (520, 74, 0.8), (860, 170, 0.9), (1270, 96, 1.2)])
        {
            foreach (var (dx, dy, rx, ry) in ((double, double, double, double)[])[(-70, 14, 56, 22), (0, 0, 74, 40),
                (64, 12, 58, 26), (-24, -16, 46, 32), (28, -22, 40, 30)])
            {
                canvas.Fill(Ellipse(x + dx * s, y + dy * s, rx * s, ry * s), new(246, 244, 226), 0);
            }
        }
    }, blur: 3, opacity: 0.85);

    private Sprite FarHills() => Layer(canvas =>
    {
        canvas.Fill(Ridge(420, [0, -46, -10, -70, -24, -84, -20, -52, 0, -40]), new(190, 206, 176), 0);
        canvas.Fill(Ridge(452, [-30, 0, -44, -8, -30, -2, -48, -10, -36, -6]), new(178, 198, 158), 0);

        // A windmill far away.
        canvas.Fill([(706, 372), (722, 372), (728, 430), (700, 430)], new(168, 172, 148), 0);
        foreach (double turn in (double[])[0.4, 0.4 + Math.PI / 2, 0.4 + Math.PI, 0.4 + 3 * Math.PI / 2])
        {
            canvas.Line([(714, 372), (714 + 40 * Math.Cos(turn), 372 + 40 * Math.Sin(turn))], 6, new(168, 172, 148));
        }
    }, blur: 2.2);

    private Sprite NearHills() => Layer(canvas =>
    {
        canvas.Fill(Ridge(500, [-20, -56, -18, -6, -46, -20, 0, -36, -60, -20]), new(164, 188, 132), 0);
        for (int row = 0; row < 5; row++)
        {
            canvas.Line(Curve((240 + row * 46, 470 + row * 3), (300 + row * 60, 500), (330 + row * 80, 540)), 5,
                new(150, 174, 118));
        }

        foreach (var (x, y, s) in ((double, double, double)[])[(60, 470, 1), (112, 478, 0.8), (640, 492, 0.9), (700, 486, 1.1),
            (1150, 470, 1.2), (1230, 480, 0.9), (1330, 478, 1.1)])
        {
            canvas.Line([(x, y), (x, y + 34 * s)], 8 * s, new(120, 104, 78));
            canvas.Fill(Blob((x - 26 * s, y), (x - 16 * s, y - 34 * s), (x, y - 48 * s), (x + 18 * s, y - 34 * s),
                (x + 26 * s, y), (x, y + 10 * s)), new(128, 158, 102), 0);
            canvas.Fill(Ellipse(x - 8 * s, y - 24 * s, 9 * s, 11 * s), new(148, 176, 118), 0);
        }
    }, blur: 1.2);

    private Sprite Hedge() => Layer(canvas =>
    {
        for (double x = -40; x < Arena.Width + 170; x += 62)
        {
            // A picket fence, which the hedge grows over.
            canvas.Fill([(x, 500), (x + 11, 488), (x + 22, 500), (x + 22, 574), (x, 574)], new(226, 216, 184), 1.6);
        }

        canvas.Fill([(-60, 516), (1440, 516), (1440, 526), (-60, 526)], new(222, 210, 176), 1.6);
        Spot[] top = [.. Enumerable.Range(0, 38)
            .Select(i => new Spot(-60 + i * 40, 540 - 13 * Math.Abs(Math.Sin(i * 1.3)) - 6 * Math.Sin(i * 0.7)))];
        canvas.Fill([.. Curve(top), (1440, 600), (-60, 600)], new(158, 188, 118), 2);
        for (int i = 0; i < 37; i++)
        {
            canvas.Line(Curve((-46 + i * 40, 556), (-36 + i * 40, 549), (-26 + i * 40, 556)), 3, new(134, 166, 98));
        }
    });

    private Sprite Ground() => Layer(canvas =>
    {
        canvas.Fill([.. Curve((-60, 574), (160, 566), (420, 574), (700, 567), (960, 575), (1200, 568), (1440, 574)), (1440, 730),
            (-60, 730)], new(206, 164, 112), 2.5);
        canvas.Fill([.. Curve((-60, 596), (300, 592), (640, 598), (1000, 592), (1440, 597)), (1440, 640), (-60, 640)],
            new(222, 184, 134), 0);
        for (int row = 0; row < 4; row++)
        {
            double y = 634 + row * 26;
            canvas.Fill([.. Curve([.. Enumerable.Range(0, 27)
                .Select(i => new Spot(-60 + i * 58, y + (i % 2 == 0 ? -5 : 5) + row))]), (1440, 740), (-60, 740)],
                new Ink(186, 142, 94).Towards(new(122, 82, 54), row / 3.0), 2.5);
        }

        for (int i = 0; i < 30; i++)
        {
            double x = -40 + i * 49 + 17 * Math.Sin(i * 2.1), y = 652 + (i * 37 % 58);
            canvas.Fill(Ellipse(x, y, 6 + i % 3, 3.4), new(126, 88, 58), 0);
        }

        foreach (var (x, y) in ((double, double)[])[(24, 628), (262, 634), (540, 626), (830, 634), (1090, 628), (1250, 636)])
        {
            foreach (double lean in (double[])[-11, -4, 4, 12])
            {
                canvas.Line(Curve((x + lean * 0.3, y), (x + lean * 0.6, y - 12), (x + lean, y - 19)), 4, Ink.DarkLeaf);
            }
        }
    });

    private static Spot[] Ridge(double y, double[] rises)
    {
        double step = (Arena.Width + 300) / (rises.Length - 1);
        return [.. Curve([.. rises.Select((rise, i) => new Spot(-80 + i * step, y + rise))]), (Arena.Width + 240, 730),
            (-80, 730)];
    }
}
