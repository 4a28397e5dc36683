using OpenCvSharp;

namespace Research.Simulation.Cuphead.Drawing;

/// <summary>Pixels a unit of the arena, along x and along y.</summary>
internal readonly record struct PixelScale(double X, double Y);

/// <summary>Where a sprite is drawn: larger than it will be, so that its edges come out soft.</summary>
internal sealed class SpriteCanvas : IDisposable
{
    /// <summary>Binary places of coordinates.</summary>
    private const int Shift = 4;

    private readonly Mat _colour, _alpha;
    private readonly int _columns, _rows, _finer;
    private readonly PixelScale _scale;
    private readonly double _left, _top;
    private double _cos = 1, _sin, _mirror = 1;

    /// <summary>An empty canvas.</summary>
    /// <param name="scale">Of the frames.</param>
    /// <param name="left">Units to the left of the anchor.</param>
    /// <param name="top">Units above it.</param>
    /// <param name="right">Units to its right.</param>
    /// <param name="bottom">Units below it.</param>
    /// <param name="finer">How many times larger it is drawn.</param>
    public SpriteCanvas(PixelScale scale, double left, double top, double right, double bottom, int finer = 4)
    {
        (_scale, _left, _top, _finer) = (scale, left, top, finer);
        _columns = Math.Max(1, (int)Math.Ceiling((left + right) * scale.X));
        _rows = Math.Max(1, (int)Math.Ceiling((top + bottom) * scale.Y));
        _colour = new Mat(_rows * finer, _columns * finer, MatType.CV_8UC3, new Scalar(0, 0, 0));
        _alpha = new Mat(_rows * finer, _columns * finer, MatType.CV_8UC1, new Scalar(0));
    }

    /// <summary>Mirrors, and turns by some radians, all that is drawn from here on.</summary>
    public void Turn(double radians, bool mirror = false) =>
        (_cos, _sin, _mirror) = (Math.Cos(radians), Math.Sin(radians), mirror ? -1 : 1);

    /// <summary>Fills an outline, and inks it.</summary>
    /// <param name="outline">Corners in units around the anchor.</param>
    /// <param name="fill">Colour.</param>
    /// <param name="ink">Width of the ink in units; 0 for none.</param>
    public void Fill(IEnumerable<Spot> outline, Ink fill, double ink = 4)
    {
        Point[] points = [.. outline.Select(Pixel)];
        Cv2.FillPoly(_colour, [points], fill.Scalar, LineTypes.Link8, Shift);
        Cv2.FillPoly(_alpha, [points], new Scalar(255), LineTypes.Link8, Shift);
        if (ink > 0)
        {
            Stroke(points, closed: true, ink, Ink.Outline);
        }
    }

    /// <summary>Draws a line.</summary>
    /// <param name="line">Points in units around the anchor.</param>
    /// <param name="width">In units.</param>
    /// <param name="colour">Colour.</param>
    public void Line(IEnumerable<Spot> line, double width, Ink colour) =>
        Stroke([.. line.Select(Pixel)], closed: false, width, colour);

    /// <summary>A limb: a thick line with ink around it.</summary>
    public void Limb(IEnumerable<Spot> line, double width, Ink colour, double ink = 4)
    {
        Spot[] spots = [.. line];
        Line(spots, width + 2 * ink, Ink.Outline);
        Line(spots, width, colour);
    }

    /// <summary>Writes a line of text around the anchor.</summary>
    /// <param name="text">Letters, digits, marks.</param>
    /// <param name="height">Of capitals, in units.</param>
    /// <param name="y">Of the base line.</param>
    /// <param name="colour">Colour.</param>
    /// <param name="width">Of the strokes, in units.</param>
    /// <param name="ink">Width of the ink around it.</param>
    /// <param name="x">Middle of the line.</param>
    public void Text(string text, double height, double y, Ink colour, double width, double ink = 0, double x = 0)
    {
        const HersheyFonts Font = HersheyFonts.HersheyDuplex;
        double size = height * _scale.Y * _finer / 21;
        int thickness = Thickness(width), outline = Thickness(width + 2 * ink);
        var extent = Cv2.GetTextSize(text, Font, size, thickness, out _);
        var middle = Pixel((x, y));
        var origin = new Point((middle.X >> Shift) - extent.Width / 2, middle.Y >> Shift);
        if (ink > 0)
        {
            Cv2.PutText(_colour, text, origin, Font, size, Ink.Outline.Scalar, outline);
            Cv2.PutText(_alpha, text, origin, Font, size, new Scalar(255), outline);
        }

        Cv2.PutText(_colour, text, origin, Font, size, colour.Scalar, thickness);
        Cv2.PutText(_alpha, text, origin, Font, size, new Scalar(255), thickness);
    }

    /// <summary>What was drawn, at the size of the frames.</summary>
    /// <param name="opacity">1 as drawn; less lets the frame shine through.</param>
    /// <param name="blur">Softens it by a deviation in units.</param>
    public Sprite ToSprite(double opacity = 1, double blur = 0)
    {
        using Mat colour = new(), alpha = new();
        Cv2.Resize(_colour, colour, new Size(_columns, _rows), interpolation: InterpolationFlags.Area);
        Cv2.Resize(_alpha, alpha, new Size(_columns, _rows), interpolation: InterpolationFlags.Area);
        if (blur * _scale.X >= 0.3)
        {
            Cv2.GaussianBlur(colour, colour, new Size(0, 0), blur * _scale.X, blur * _scale.Y);
            Cv2.GaussianBlur(alpha, alpha, new Size(0, 0), blur * _scale.X, blur * _scale.Y);
        }

        colour.GetArray(out Vec3b[] colours);
        alpha.GetArray(out byte[] alphas);
        byte[] pixels = new byte[4 * alphas.Length];
        for (int i = 0; i < alphas.Length; i++)
        {
            pixels[4 * i] = (byte)(opacity * colours[i].Item0);
            pixels[4 * i + 1] = (byte)(opacity * colours[i].Item1);
            pixels[4 * i + 2] = (byte)(opacity * colours[i].Item2);
            pixels[4 * i + 3] = (byte)(opacity * alphas[i]);
        }

        return new Sprite(pixels, _columns, _rows, (int)Math.Round(_left * _scale.X), (int)Math.Round(_top * _scale.Y));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _colour.Dispose();
        _alpha.Dispose();
    }

    private void Stroke(Point[] points, bool closed, double width, Ink colour)
    {
        int thickness = Thickness(width);
        Cv2.Polylines(_colour, [points], closed, colour.Scalar, thickness, LineTypes.Link8, Shift);
        Cv2.Polylines(_alpha, [points], closed, new Scalar(255), thickness, LineTypes.Link8, Shift);
    }

    private int Thickness(double width) => Math.Max(1, (int)Math.Round(width * Math.Min(_scale.X, _scale.Y) * _finer));

    private Point Pixel(Spot p)
    {
        double x = _mirror * p.X, turnedX = _cos * x - _sin * p.Y, turnedY = _sin * x + _cos * p.Y;
        return new Point((int)Math.Round((turnedX + _left) * _scale.X * _finer * (1 << Shift)),
            (int)Math.Round((turnedY + _top) * _scale.Y * _finer * (1 << Shift)));
    }
}
