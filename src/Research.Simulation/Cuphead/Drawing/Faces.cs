using static Research.Simulation.Cuphead.Drawing.Outlines;

namespace Research.Simulation.Cuphead.Drawing;

/// <summary>What a boss's face shows.</summary>
internal enum Mood
{
    /// <summary>It waits and grins.</summary>
    Grin,

    /// <summary>It has just sent something.</summary>
    Spit,

    /// <summary>It is beaten.</summary>
    Beaten,
}

/// <summary>The parts of faces that all bosses share.</summary>
internal static class Faces
{
    /// <summary>An eye with a cut-out pupil that looks to the left, or a cross where the boss is beaten.</summary>
    public static void Eye(
        SpriteCanvas canvas, double x, double y, double radiusX, double radiusY, Mood mood, double lookX = -0.35,
        double lookY = 0.15)
    {
        canvas.Fill(Ellipse(x, y, radiusX, radiusY), Ink.White, 4);
        if (mood == Mood.Beaten)
        {
            double r = radiusX * 0.55;
            canvas.Line([(x - r, y - r), (x + r, y + r)], 6, Ink.Outline);
            canvas.Line([(x - r, y + r), (x + r, y - r)], 6, Ink.Outline);
            return;
        }

        double px = x + lookX * radiusX, py = y + lookY * radiusY, p = radiusX * 0.46;
        canvas.Fill(Ellipse(px, py, p, p * 1.35), Ink.Outline, 0);
        canvas.Fill([(px, py), (px + p * 1.1, py - p * 1.3), (px + p * 1.5, py - p * 0.2)], Ink.White, 0);
    }

    /// <summary>A brow over an eye, slanting down towards the nose by some units.</summary>
    public static void Brow(SpriteCanvas canvas, double fromX, double fromY, double toX, double toY) =>
        canvas.Line(Curve((fromX, fromY), ((fromX + toX) / 2, (fromY + toY) / 2 - 5), (toX, toY)), 9, Ink.Outline);

    /// <summary>A wide mouth: teeth when it grins, a round hole when it spits.</summary>
    public static void Mouth(SpriteCanvas canvas, double x, double y, double width, Mood mood)
    {
        var throat = new Ink(112, 28, 30);
        switch (mood)
        {
            case Mood.Spit:
                canvas.Fill(Ellipse(x - width * 0.12, y, width * 0.3, width * 0.33), throat, 5);
                canvas.Fill(Ellipse(x - width * 0.12, y + width * 0.16, width * 0.17, width * 0.12), new Ink(214, 92, 96), 0);
                break;
            case Mood.Grin:
                canvas.Fill(Blob((x - width / 2, y - 12), (x, y - 2), (x + width / 2, y - 14), (x + width * 0.28, y + 24),
                    (x - width * 0.28, y + 26)), throat, 5);
                canvas.Fill(Blob((x - width * 0.42, y - 6), (x, y + 2), (x + width * 0.42, y - 8), (x + width * 0.3, y + 7),
                    (x - width * 0.3, y + 9)), Ink.White, 2.5);
                for (double tooth = -0.26; tooth <= 0.27; tooth += 0.13)
                {
                    canvas.Line([(x + tooth * width, y - 4), (x + tooth * width * 0.9, y + 8)], 2.5, Ink.Outline);
                }

                break;
            default:
                canvas.Line(Curve((x - width * 0.34, y + 14), (x - width * 0.12, y), (x + width * 0.1, y + 14),
                    (x + width * 0.34, y + 2)), 6, Ink.Outline);
                break;
        }
    }
}
