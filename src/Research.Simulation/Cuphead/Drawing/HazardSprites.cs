using static Research.Simulation.Cuphead.Drawing.Outlines;

namespace Research.Simulation.Cuphead.Drawing;

/// <summary>One picture of a hazard. It knows nothing of threat and decoy.</summary>
/// <param name="Kind">Low and falling things look alike; a sweep is wide.</param>
/// <param name="Boss">A clod, a tear or a carrot.</param>
/// <param name="Angle">Sixteenths of a turn: where it flies, or how far a clod has rolled.</param>
/// <param name="Step">0 or 1: it wriggles.</param>
internal readonly record struct HazardPose(HazardKind Kind, BossKind Boss, int Angle, int Step);

/// <summary>Things in flight, what they leave on the ground, and the player's bullets.</summary>
internal sealed class HazardSprites
{
    private static readonly Ink Earth = new(92, 56, 34), Water = new(40, 92, 168), Root = new(196, 74, 20),
        Spell = new(112, 44, 128);

    private readonly SpriteCache<HazardPose> _hazards;
    private readonly SpriteCache<(BossKind Boss, int Step)> _bursts;
    private readonly SpriteCache<int> _bullets;

    public HazardSprites(PixelScale scale)
    {
        _hazards = new(pose => pose.Kind == HazardKind.Sweep ? Gust(scale, pose) : Missile(scale, pose));
        _bursts = new(pose => BurstOf(scale, pose.Boss, pose.Step));
        _bullets = new(angle => BulletOf(scale, angle));
        Impact = ImpactOf(scale);
        Shadow = ShadowOf(scale);
        Puff = PuffOf(scale);
    }

    public Sprite this[HazardPose pose] => _hazards[pose];

    /// <summary>Where a bullet meets the boss, and the flash at the muzzle.</summary>
    public Sprite Impact { get; }

    /// <summary>On the ground below what is near it.</summary>
    public Sprite Shadow { get; }

    /// <summary>A puff of dust.</summary>
    public Sprite Puff { get; }

    public Sprite Burst(BossKind boss, int step) => _bursts[(boss, step)];

    public Sprite Bullet(int angle) => _bullets[angle];

    /// <summary>The picture of a hazard at a frame.</summary>
    public static HazardPose PoseOf(in HazardView view, double time) =>
        PoseOf(view.Hazard.Kind, view.Hazard.Boss, (view.VelocityX, view.VelocityY), (time, view.Hazard.Flight.Start));

    /// <summary>The picture of a hazard that flies at a velocity, at a time, since its start.</summary>
    public static HazardPose PoseOf(HazardKind kind, BossKind boss, (double X, double Y) velocity,
        (double Now, double Start) time)
    {
        int step = (int)(time.Now * 10) % 2;
        if (kind == HazardKind.Sweep)
        {
            return new HazardPose(HazardKind.Sweep, boss, velocity.X < 0 ? 8 : 0, step);
        }

        int angle = boss == BossKind.Potato
            ? Sixteenths((time.Now - time.Start) * (velocity.X < 0 ? -6 : 6))
            : Sixteenths(Math.Atan2(-velocity.Y, velocity.X));
        return new HazardPose(HazardKind.Low, boss, angle, boss == BossKind.Potato ? 0 : step);
    }

    /// <summary>An angle in sixteenths of a turn, 0 to 15; positive angles turn clockwise on the screen.</summary>
    public static int Sixteenths(double radians) => ((int)Math.Round(radians * 8 / Math.PI) % 16 + 16) % 16;

    private static Sprite Missile(PixelScale scale, HazardPose pose)
    {
        using var canvas = new SpriteCanvas(scale, 66, 66, 66, 66);
        canvas.Turn(pose.Angle * Math.PI / 8);
        double wriggle = pose.Step == 0 ? 3 : -3;
        switch (pose.Boss)
        {
            case BossKind.Potato:
                canvas.Fill(Blob((-28, -4), (-20, -24), (4, -29), (25, -15), (29, 8), (12, 28), (-14, 25)), Earth, 4);
                canvas.Fill(Ellipse(-8, -12, 11, 7, -0.5), Earth.Towards(Ink.White, 0.3), 0);
                canvas.Fill(Ellipse(11, 8, 5, 4), Earth.Towards(Ink.Outline, 0.5), 0);
                canvas.Fill(Ellipse(-8, 14, 3, 3), Earth.Towards(Ink.Outline, 0.5), 0);
                break;
            case BossKind.Onion:
                canvas.Fill(Blob((-50, wriggle), (-16, -19), (12, -27), (29, 0), (12, 27), (-16, 19)), Water, 4);
                canvas.Fill(Ellipse(8, -11, 10, 6, 0.3), Water.Towards(Ink.White, 0.75), 0);
                canvas.Fill(Ellipse(-12, 6, 8, 5), Water.Towards(Ink.Outline, 0.3), 0);
                break;
            default:
                canvas.Fill(Blob((-24, -4), (-50, -18 + wriggle), (-44, -3), (-56, 4 + wriggle), (-42, 7), (-46, 20 + wriggle),
                    (-24, 6)), Ink.DarkLeaf, 3.5);
                canvas.Fill(Blob((-28, 0), (-20, -22), (4, -20), (44, -3 + wriggle * 0.4), (44, 3 + wriggle * 0.4), (4, 20),
                    (-20, 22)), Root, 4);
                canvas.Fill(Ellipse(-7, -8, 5, 6), Ink.White, 2);
                canvas.Fill(Ellipse(-7, 8, 5, 6), Ink.White, 2);
                canvas.Fill(Ellipse(-5, -8, 2.4, 3), Ink.Outline, 0);
                canvas.Fill(Ellipse(-5, 8, 2.4, 3), Ink.Outline, 0);
                break;
        }

        return canvas.ToSprite();
    }

    /// <summary>A wide gust of whatever the boss is made of: three crests one behind the other.</summary>
    private static Sprite Gust(PixelScale scale, HazardPose pose)
    {
        var colour = pose.Boss switch { BossKind.Potato => Earth, BossKind.Onion => Water, _ => Spell };
        using var canvas = new SpriteCanvas(scale, 150, 60, 150, 60);
        canvas.Turn(0, mirror: pose.Angle == 8);
        double wave = pose.Step == 0 ? 6 : -6;
        canvas.Fill(Blob((-136, wave * 0.6), (-70, -26), (30, -34), (96, -24), (124, 0), (96, 26), (30, 36), (-70, 28)), colour,
            5);
        foreach (double x in (double[])[-62, -4, 54])
        {
            canvas.Line(Curve((x - 14, -23 + wave * 0.3), (x + 24, -4), (x - 10, 22 + wave * 0.3)), 9,
                colour.Towards(Ink.White, 0.72));
        }

        canvas.Fill(Ellipse(98, -4, 9, 10), Ink.White, 3);
        canvas.Fill(Ellipse(101, -3, 4, 5), Ink.Outline, 0);
        return canvas.ToSprite();
    }

    private static Sprite BurstOf(PixelScale scale, BossKind boss, int step)
    {
        var colour = boss switch { BossKind.Potato => Earth, BossKind.Onion => Water, _ => Root };
        using var canvas = new SpriteCanvas(scale, 80, 80, 80, 30);
        double size = 26 + 14 * step;
        for (int i = 0; i < 7; i++)
        {
            double angle = Math.PI * (1.05 + 0.15 * i), away = size * (1 + 0.4 * (i % 2)), radius = 13 - 5 * (i % 3) - 2 * step;
            canvas.Fill(Ellipse(away * Math.Cos(angle), away * Math.Sin(angle), Math.Max(3, radius), Math.Max(3, radius)), colour,
                3);
        }

        return canvas.ToSprite(step == 2 ? 0.6 : 1);
    }

    private static Sprite BulletOf(PixelScale scale, int angle)
    {
        using var canvas = new SpriteCanvas(scale, 36, 36, 36, 36);
        canvas.Turn(angle * Math.PI / 8);
        canvas.Fill(Ellipse(0, 0, 22, 8), new Ink(126, 196, 226), 2.5);
        canvas.Fill(Ellipse(7, 0, 12, 5), Ink.White, 0);
        return canvas.ToSprite();
    }

    private static Sprite ImpactOf(PixelScale scale)
    {
        using var canvas = new SpriteCanvas(scale, 30, 30, 30, 30);
        canvas.Fill(Star(0, 0, 25, 11, 7, 0.3), new Ink(150, 212, 234), 2.5);
        canvas.Fill(Ellipse(0, 0, 8, 8), Ink.White, 0);
        return canvas.ToSprite();
    }

    private static Sprite ShadowOf(PixelScale scale)
    {
        using var canvas = new SpriteCanvas(scale, 44, 12, 44, 12);
        canvas.Fill(Ellipse(0, 0, 40, 9), Ink.Outline, 0);
        return canvas.ToSprite(0.4);
    }

    private static Sprite PuffOf(PixelScale scale)
    {
        using var canvas = new SpriteCanvas(scale, 40, 40, 40, 40);
        foreach (var (x, y, r) in ((double, double, double)[])[(-14, 4, 16), (10, 8, 18), (2, -12, 17), (20, -4, 11)])
        {
            canvas.Fill(Ellipse(x, y, r, r), Ink.White, 3);
        }

        foreach (var (x, y, r) in ((double, double, double)[])[(-14, 4, 14), (10, 8, 16), (2, -12, 15), (20, -4, 9)])
        {
            canvas.Fill(Ellipse(x, y, r, r), Ink.White, 0);
        }

        return canvas.ToSprite(0.85);
    }
}
