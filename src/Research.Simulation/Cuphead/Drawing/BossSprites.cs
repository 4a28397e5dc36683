using static Research.Simulation.Cuphead.Drawing.Outlines;

namespace Research.Simulation.Cuphead.Drawing;

/// <summary>One picture of a boss.</summary>
/// <param name="Kind">Who.</param>
/// <param name="Step">Of its breathing, 0 to 5.</param>
/// <param name="Mood">Its face.</param>
/// <param name="IsFlashing">It is hit.</param>
internal readonly record struct BossPose(BossKind Kind, int Step, Mood Mood, bool IsFlashing);

/// <summary>The three vegetables. The anchor is where they leave the ground; the carrot's is its middle.</summary>
internal sealed class BossSprites(PixelScale scale)
{
    private readonly SpriteCache<BossPose> _sprites = new(pose => Draw(scale, pose));
    private readonly Lazy<Sprite> _mound = new(() => DrawMound(scale));

    public Sprite this[BossPose pose] => _sprites[pose];

    /// <summary>Loose earth where a boss came up.</summary>
    public Sprite Mound => _mound.Value;

    private static Sprite Draw(PixelScale scale, BossPose pose)
    {
        if (pose.IsFlashing)
        {
            return Draw(scale, pose with { IsFlashing = false }).Flashed();
        }

        using var canvas = new SpriteCanvas(scale, 230, 400, 230, 200, finer: 3);
        double breath = Math.Sin(pose.Step * Math.PI / 3);
        switch (pose.Kind)
        {
            case BossKind.Potato:
                Potato(canvas, breath, pose.Mood);
                break;
            case BossKind.Onion:
                Onion(canvas, breath, pose.Mood, pose.Step);
                break;
            default:
                Carrot(canvas, breath, pose.Mood, pose.Step);
                break;
        }

        return canvas.ToSprite();
    }

    private static Sprite DrawMound(PixelScale scale)
    {
        Ink earth = new(168, 120, 76);
        using var canvas = new SpriteCanvas(scale, 210, 50, 210, 22);
        foreach (var (x, y, r) in ((double, double, double)[])[(-168, 2, 20), (168, 2, 20), (-128, -6, 28), (126, -6, 28),
            (-76, -2, 32), (78, -3, 31), (0, -4, 34), (-36, 4, 24), (40, 4, 24)])
        {
            canvas.Fill(Ellipse(x, y, r * 1.25, r * 0.8), earth, 4);
        }

        canvas.Fill(Blob((-190, 16), (-120, 2), (0, 4), (120, 2), (190, 16), (120, 19), (-120, 19)), earth, 0);
        foreach (var (x, y) in ((double, double)[])[(-130, -12), (-70, -10), (4, -12), (84, -11), (132, -13)])
        {
            canvas.Line(Curve((x - 12, y), (x, y - 7), (x + 12, y - 2)), 4, earth.Towards(Ink.White, 0.35));
        }

        return canvas.ToSprite();
    }

    private static void Potato(SpriteCanvas canvas, double breath, Mood mood)
    {
        Ink skin = new(204, 158, 92), shade = new(176, 128, 70), light = new(228, 190, 128);
        double b = 6 * breath;
        canvas.Limb(Curve((96, -150 + b), (138, -168 - b), (148, -110)), 26, skin, 5);
        canvas.Fill(Ellipse(148, -104, 25, 22), skin, 5);
        canvas.Fill(Blob((-128 - b, 40), (-132 - b, -110), (-92, -236 - b), (-6, -286 - b), (86, -246 - b), (128 + b, -120),
            (124 + b, 40)), skin, 7);
        canvas.Fill(Blob((118 + b, 30), (120 + b, -110), (84, -226 - b), (70, -150), (64, 30)), shade, 0);
        canvas.Fill(Ellipse(-38, -238 - b, 34, 16, -0.5), light, 0);
        foreach (var (x, y, r) in ((double, double, double)[])[(-96, -40, 8), (-72, -16, 6), (80, -70, 9), (96, -180, 7),
            (30, -256, 7), (-100, -150, 6), (40, -20, 7)])
        {
            canvas.Fill(Ellipse(x, y, r, r * 0.7), new Ink(150, 104, 56), 0);
        }

        double drop = mood == Mood.Spit ? 8 : 0;
        Faces.Eye(canvas, -62, -176 - b, 30, 38, mood);
        Faces.Eye(canvas, 16, -180 - b, 32, 40, mood);
        Faces.Brow(canvas, -98, -222 - b - drop, -42, -206 - b);
        Faces.Brow(canvas, 58, -226 - b - drop, -4, -210 - b);
        canvas.Fill(Ellipse(-30, -132 - b, 24, 17, 0.1), shade.Towards(skin, 0.4), 4.5);
        Faces.Mouth(canvas, -30, -80 - b * 0.6, 124, mood);
        canvas.Limb(Curve((-108, -96), (-160, -74 + b), (-172, -20 - b)), 26, skin, 5);
        canvas.Fill(Ellipse(-172, -14 - b, 27, 22), skin, 5);
        canvas.Line(Curve((-186, -8 - b), (-182, 2 - b), (-180, 4 - b)), 4, Ink.Outline);
    }

    private static void Onion(SpriteCanvas canvas, double breath, Mood mood, int step)
    {
        Ink skin = new(226, 196, 210), stripe = new(196, 140, 172), deep = new(168, 106, 146);
        double b = 7 * breath;
        foreach (var (x, y, tip) in ((double, double, double)[])[(-26, -270, -62), (4, -276, 6), (28, -268, 66)])
        {
            canvas.Fill(Blob((x - 16, y - b), (tip - 12, y - 70 - b), (tip + 6, y - 112 - b + 3 * breath), (tip + 10, y - 60 - b),
                (x + 16, y - b)), Ink.Leaf, 5);
        }

        canvas.Fill(Blob((-120, 40), (-150 - b, -90), (-104, -206 - b), (-34, -262 - b), (0, -296 - b), (34, -262 - b),
            (104, -206 - b), (150 + b, -90), (120, 40)), skin, 7);
        foreach (double side in (double[])[-1, 1])
        {
            canvas.Line(Curve((side * 12, -284 - b), (side * 82, -190 - b), (side * (112 + b), -80), (side * 84, 36)), 6, stripe);
            canvas.Line(Curve((side * 8, -284 - b), (side * 44, -236 - b), (side * 60, -212 - b)), 5, stripe);
        }

        canvas.Fill(Blob((136 + b, -80), (100, -196 - b), (112, -90), (84, 36), (112, 36)), deep.Towards(skin, 0.35), 0);
        canvas.Fill(Ellipse(-70, -196 - b, 15, 30, 0.6), Ink.White, 0);
        foreach (double x in (double[])[-46, 40])
        {
            if (mood != Mood.Beaten)
            {
                // Tears run down in streams.
                double run = step % 2 == 0 ? 8 : -6;
                canvas.Fill(Blob((x - 16, -130 - b), (x - 22 + run * 0.3, -70), (x - 19, 36), (x + 17, 36),
                    (x + 20 + run * 0.3, -70), (x + 16, -130 - b)), new Ink(126, 176, 214), 3.5);
                canvas.Line(Curve((x - 5, -110 - b), (x - 7 + run * 0.5, -60), (x - 5, 20)), 4, new Ink(206, 230, 240));
            }

            Faces.Eye(canvas, x, -158 - b, 32, 34, mood, lookY: mood == Mood.Spit ? -0.2 : 0.3);
        }

        Faces.Brow(canvas, -88, -186 - b, -30, -212 - b);
        Faces.Brow(canvas, 82, -186 - b, 24, -212 - b);
        canvas.Fill(Ellipse(-4, -118 - b, 17, 13), new Ink(214, 120, 140), 4);
        if (mood == Mood.Beaten)
        {
            Faces.Mouth(canvas, -4, -76 - b * 0.5, 100, mood);
        }
        else
        {
            double open = mood == Mood.Spit ? 34 : 20;
            canvas.Fill(Blob((-54, -66), (-4, -96 - b * 0.4), (46, -66), (24, -66 + open * 0.6), (-4, -66 + open * 0.3),
                (-32, -66 + open * 0.6)), new Ink(112, 28, 40), 5);
        }
    }

    private static void Carrot(SpriteCanvas canvas, double breath, Mood mood, int step)
    {
        Ink skin = new(230, 122, 44), shade = new(196, 92, 32), light = new(246, 162, 84);
        double sway = 8 * breath;
        foreach (var (x, tip, height) in ((double, double, double)[])[(-52, -120, 66), (-26, -54, 96), (0, 4, 108), (28, 62, 94),
            (52, 124, 62)])
        {
            canvas.Fill(Blob((x - 15, -118), (tip - 20 + sway, -118 - height * 0.6), (tip + sway, -118 - height),
                (tip + 16 + sway, -118 - height * 0.5), (x + 15, -118)), Ink.Leaf, 5);
        }

        canvas.Limb(Curve((-100, -40), (-152, -20 + sway), (-128, 36 - sway)), 20, skin, 5);
        canvas.Limb(Curve((100, -40), (152, -20 - sway), (128, 36 + sway)), 20, skin, 5);
        canvas.Fill(Blob((-112, -96), (-60, -134), (0, -128), (60, -134), (112, -96), (102, 0), (64, 96), (26, 164),
            (sway * 0.6, 188), (-26, 164), (-64, 96), (-102, 0)), skin, 7);
        canvas.Fill(Blob((104, -84), (96, 0), (60, 92), (22, 160), (sway * 0.5, 178), (36, 84), (64, -10), (74, -100)), shade, 0);
        canvas.Fill(Ellipse(-64, -104, 26, 11, -0.4), light, 0);
        foreach (var (x, y, w) in ((double, double, double)[])[(-62, 78, 34), (-10, 118, 30), (-86, 8, 20), (42, 66, 24),
            (8, 152, 16)])
        {
            canvas.Line(Curve((x - w / 2, y), (x, y + 5), (x + w / 2, y - 1)), 4, shade.Towards(Ink.Outline, 0.3));
        }

        Faces.Eye(canvas, -46, -34, 28, 33, mood, lookX: 0, lookY: 0.4);
        Faces.Eye(canvas, 46, -34, 28, 33, mood, lookX: 0, lookY: 0.4);
        Faces.Brow(canvas, -84, -74, -24, -58);
        Faces.Brow(canvas, 84, -74, 24, -58);

        // The third eye, which opens to send something.
        if (mood == Mood.Spit)
        {
            canvas.Fill(Star(0, -88, 44, 26, 10, step * 0.3), new Ink(250, 226, 120), 3);
            canvas.Fill(Ellipse(0, -88, 22, 16), Ink.White, 4);
            canvas.Fill(Ellipse(0, -88, 8, 10), new Ink(150, 40, 120), 0);
        }
        else
        {
            canvas.Line(Curve((-20, -90), (0, -82), (20, -90)), 5, Ink.Outline);
        }

        Faces.Mouth(canvas, 0, 36, 84, mood == Mood.Spit ? Mood.Grin : mood);
    }
}
