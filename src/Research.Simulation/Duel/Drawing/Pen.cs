using OpenCvSharp;
using Research.Simulation.Cuphead.Drawing;

namespace Research.Simulation.Duel.Drawing;

/// <summary>Draws on a frame in the arena's units, with soft edges.</summary>
/// <param name="frame">8-bit BGR.</param>
/// <param name="scale">Pixels a unit.</param>
/// <param name="camera">The arena's x at the left edge.</param>
/// <param name="lift">By how much the picture is shifted down, units.</param>
internal sealed class Pen(Mat frame, double scale, double camera, double lift)
{
    /// <summary>Binary places of coordinates.</summary>
    private const int Shift = 4;

    /// <summary>A thick line with round ends.</summary>
    public void Line(double fromX, double fromY, double toX, double toY, double width, Ink ink) => Cv2.Line(
        frame, At(fromX, fromY), At(toX, toY), ink.Scalar, Math.Max(1, (int)Math.Round(width * scale)), LineTypes.AntiAlias,
            Shift);

    /// <summary>A filled outline.</summary>
    public void Fill(Ink ink, params (double X, double Y)[] corners) =>
        Cv2.FillPoly(frame, [corners.Select(c => At(c.X, c.Y))], ink.Scalar, LineTypes.AntiAlias, Shift);

    /// <summary>A filled disc.</summary>
    public void Disc(double x, double y, double radius, Ink ink)
    {
        var centre = At(x, y);
        Cv2.Circle(frame, centre, (int)Math.Round(radius * scale * (1 << Shift)), ink.Scalar, -1, LineTypes.AntiAlias, Shift);
    }

    private Point At(double x, double y) => new(
        (int)Math.Round((x - camera) * scale * (1 << Shift)), (int)Math.Round((y + lift) * scale * (1 << Shift)));
}
