using OpenCvSharp;
using Research.Simulation.Cuphead.Drawing;

namespace Research.Simulation.Duel.Drawing;

/// <summary>Where a duel takes place: light, hills, ground and what drifts through the air. None of it means anything.</summary>
internal sealed class Place : IDisposable
{
    /// <summary>y of the ground that the two stand on.</summary>
    public const double Floor = 120;

    /// <summary>The arena's x at the left edge of the ground that was painted.</summary>
    private const double From = -130;

    private const double Across = 640, Depth = 0.35, Margin = 8, Horizon = 104;

    private static readonly (Ink Sky, Ink Low, Ink Hills, Ink Ground, Ink Drift)[] Lights =
    [
        (new(58, 66, 98), new(214, 150, 104), new(70, 62, 84), new(98, 84, 72), new(238, 196, 120)),
        (new(120, 158, 196), new(214, 222, 220), new(118, 142, 132), new(122, 132, 92), new(244, 244, 236)),
        (new(20, 26, 46), new(52, 66, 96), new(30, 38, 56), new(52, 56, 66), new(150, 176, 220)),
        (new(88, 92, 100), new(150, 150, 148), new(92, 96, 98), new(106, 104, 100), new(206, 210, 216)),
        (new(168, 182, 200), new(232, 236, 240), new(168, 180, 192), new(214, 220, 226), new(255, 255, 255)),
        (new(86, 34, 34), new(222, 110, 60), new(62, 34, 36), new(82, 54, 46), new(255, 168, 84)),
    ];

    private readonly Mat _far, _ground;
    private readonly double _scale;
    private readonly Size _size;
    private readonly Ink _drift;
    private readonly (double X, double Y, double Speed, double Fall, double Size)[] _specks;

    /// <summary>The place of an episode.</summary>
    /// <param name="look">Seed of what it looks like.</param>
    /// <param name="size">Of the frames.</param>
    public Place(int look, Size size)
    {
        var random = new Random(look);
        var light = Lights[random.Next(Lights.Length)];
        (_size, _scale, _drift) = (size, size.Width / 256.0, light.Drift);
        _far = Far(light.Sky, light.Low, light.Hills, random);
        _ground = Ground(light.Ground, random);
        _specks = [.. Enumerable.Range(0, 14).Select(_ => (
            300 * random.NextDouble(), 130 * random.NextDouble(), -14 + 28 * random.NextDouble(), 4 + 12 * random.NextDouble(),
                0.6 + 0.6 * random.NextDouble()))];
    }

    /// <summary>Paints it over a whole frame.</summary>
    /// <param name="frame">8-bit BGR.</param>
    /// <param name="camera">The arena's x at the left edge.</param>
    /// <param name="lift">By how much the picture is shifted down, units, in ±<see cref="Margin"/>.</param>
    public void Paint(Mat frame, double camera, double lift)
    {
        int down = Pixels(Margin - lift), ground = Pixels(Horizon + lift);
        Copy(_far, frame, Pixels(Depth * (camera - From)), down, 0, _size.Height);
        Copy(_ground, frame, Pixels(camera - From), 0, ground, _size.Height - ground);
    }

    /// <summary>Paints what drifts through the air.</summary>
    public void PaintDrift(Pen pen, double camera, double time)
    {
        foreach (var (x, y, speed, fall, size) in _specks)
        {
            double at = Modulo(x + speed * time - 0.8 * camera, 300) - 20;
            pen.Disc(camera + at, Modulo(y + fall * time, 140), size, _drift);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _far.Dispose();
        _ground.Dispose();
    }

    private static double Modulo(double value, double by) => value - by * Math.Floor(value / by);

    private static void Copy(Mat from, Mat to, int x, int y, int toY, int height)
    {
        using var part = from[new Rect(Math.Clamp(x, 0, from.Width - to.Width), Math.Clamp(y, 0, from.Height - height), to.Width,
            height)];
        using var target = to[new Rect(0, toY, to.Width, height)];
        part.CopyTo(target);
    }

    private int Pixels(double units) => (int)Math.Round(units * _scale);

    private Mat Far(Ink sky, Ink low, Ink hills, Random random)
    {
        var picture = Paper.Gradient(new Size(Pixels(256 + Depth * (Across - 256)), _size.Height + 2 * Pixels(Margin)),
            [(0, sky), (0.72, low), (1, low)]);
        var pen = new Pen(picture, _scale, 0, Margin);
        double width = picture.Width / _scale;
        if (random.NextDouble() < 0.6)
        {
            pen.Disc(width * random.NextDouble(), 18 + 20 * random.NextDouble(), 6 + 5 * random.NextDouble(),
                low.Towards(Ink.White, 0.6));
        }

        for (int layer = 0; layer < 2; layer++)
        {
            var ink = low.Towards(hills, 0.45 + 0.55 * layer);
            double y = 70 + 16 * layer, first = 6 * random.NextDouble(), second = 6 * random.NextDouble(),
                height = 8 + 10 * random.NextDouble();
            (double X, double Y)[] ridge = [.. Enumerable.Range(0, 49).Select(i => width * i / 48)
                .Select(x => (x, y - height * Math.Sin(x / 31 + first) - 5 * Math.Sin(x / 11 + second)))];
            pen.Fill(ink, [.. ridge, (width, 160), (0, 160)]);
            for (int tower = random.Next(4); tower > 0; tower--)
            {
                double x = width * random.NextDouble(), wide = 4 + 7 * random.NextDouble(),
                    top = y - 26 - 22 * random.NextDouble();
                pen.Fill(ink, (x - wide, y + 20), (x - wide, top), (x, top - wide), (x + wide, top), (x + wide, y + 20));
            }
        }

        return picture;
    }

    private Mat Ground(Ink ground, Random random)
    {
        var picture = Paper.Gradient(
            new Size(Pixels(Across), _size.Height - Pixels(Horizon - Margin) + 1),
                [(0, ground.Towards(Ink.White, 0.12)), (1, ground.Towards(Ink.Outline, 0.45))]);
        var pen = new Pen(picture, _scale, 0, 0);
        for (int stone = 0; stone < 90; stone++)
        {
            double x = Across * random.NextDouble(), y = 3 + 44 * random.NextDouble(),
                wide = (2 + 6 * random.NextDouble()) * (0.6 + y / 60);
            var ink = ground.Towards(random.NextDouble() < 0.5 ? Ink.Outline : Ink.White, 0.10 + 0.22 * random.NextDouble());
            pen.Fill(ink, (x - wide, y), (x - 0.5 * wide, y - 0.2 * wide), (x + 0.6 * wide, y - 0.22 * wide), (x + wide, y),
                (x + 0.4 * wide, y + 0.2 * wide), (x - 0.6 * wide, y + 0.18 * wide));
        }

        return picture;
    }
}
