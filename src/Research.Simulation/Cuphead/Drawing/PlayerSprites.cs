using static Research.Simulation.Cuphead.Drawing.Outlines;

namespace Research.Simulation.Cuphead.Drawing;

/// <summary>What the player's legs do.</summary>
internal enum Legs
{
    Stand,
    Run,
    Jump,
    Fall,
    Spin,
    Dash,
    Duck,
}

/// <summary>Where his arm points.</summary>
internal enum Arm
{
    Hip,
    Ahead,
    Up,
}

/// <summary>One picture of the player.</summary>
internal readonly record struct PlayerPose(Legs Legs, int Step, Arm Arm, bool FacesLeft);

/// <summary>The player: a boy with a turnip's head and a red scarf. The anchor is between his feet.</summary>
internal sealed class PlayerSprites(PixelScale scale)
{
    private static readonly Ink Skin = Ink.White, Blush = new(238, 150, 140), Trousers = new(58, 84, 150),
        Scarf = new(204, 44, 40), Shoe = new(104, 58, 36);

    private readonly SpriteCache<PlayerPose> _sprites = new(pose => Draw(scale, pose));

    public Sprite this[PlayerPose pose] => _sprites[pose];

    /// <summary>The picture of a state.</summary>
    public static PlayerPose PoseOf(in PlayerState player, int frame)
    {
        var arm = player.IsAimingUp ? Arm.Up : player.IsShooting ? Arm.Ahead : Arm.Hip;
        var (legs, step) = player switch
        {
            { IsDashing: true } => (Legs.Dash, 0),
            { IsSpinning: true } => (Legs.Spin, frame % 4),
            { IsAirborne: true } => (player.Rise > 0 ? Legs.Jump : Legs.Fall, 0),
            { IsDucking: true } => (Legs.Duck, 0),
            { IsRunning: true } => (Legs.Run, (int)(player.Stride / 22) % 6),
            _ => (Legs.Stand, frame / 2 % 4),
        };
        return new PlayerPose(legs, step, arm, player.Facing < 0);
    }

    private static Sprite Draw(PixelScale scale, PlayerPose pose)
    {
        using var canvas = new SpriteCanvas(scale, 86, 172, 86, 30);
        double lean = pose.Legs switch { Legs.Run => 0.16, Legs.Dash => 0.9, Legs.Jump => 0.10, Legs.Fall => -0.08, _ => 0 };
        double bob = pose.Legs switch
        {
            Legs.Stand => 1.6 * Math.Sin(pose.Step * Math.PI / 2),
            Legs.Run => 3 * Math.Abs(Math.Sin(pose.Step * Math.PI / 3)),
            Legs.Duck => 34,
            _ => 0,
        };
        var (hip, neck) = ((X: 0.0, Y: -34 + bob * 0.5), (X: 34 * Math.Sin(lean), Y: -34 - 30 * Math.Cos(lean) + bob));
        if (pose.Legs is Legs.Spin or Legs.Dash)
        {
            hip = (0, -46);
            neck = pose.Legs == Legs.Dash ? (28, -62) : (0, -68);
        }

        double turn = pose.Legs == Legs.Spin ? pose.Step * Math.PI / 2 : 0;
        canvas.Turn(0, pose.FacesLeft);
        if (pose.Legs == Legs.Spin)
        {
            DrawBall(canvas, turn);
            return canvas.ToSprite();
        }

        foreach (var (knee, foot) in LegsOf(pose))
        {
            canvas.Limb(Curve((hip.X, hip.Y + 4), knee, foot), 7, Trousers, 3);
            canvas.Fill(Ellipse(foot.X + 6, foot.Y - 3, 13, 7.5), Shoe, 3);
        }

        BackArm(canvas, pose, neck);
        canvas.Fill(Blob((neck.X - 13, neck.Y + 2), (neck.X + 13, neck.Y + 2), (hip.X + 17, hip.Y), (hip.X, hip.Y + 10),
            (hip.X - 17, hip.Y)), Trousers, 3.5);
        canvas.Fill(Ellipse(neck.X * 0.6 + hip.X * 0.4 + 3, neck.Y * 0.5 + hip.Y * 0.5, 3, 3), new Ink(244, 200, 70), 0);
        Head(canvas, pose, neck.X + 30 * Math.Sin(lean), neck.Y - 22 * Math.Cos(Math.Min(lean, 0.8)), lean);
        ScarfAt(canvas, pose, neck);
        FrontArm(canvas, pose, neck);
        return canvas.ToSprite();
    }

    private static (Spot Knee, Spot Foot)[] LegsOf(PlayerPose pose)
    {
        switch (pose.Legs)
        {
            case Legs.Run:
                double swing = pose.Step * Math.PI / 3;
                return [Stride(swing + Math.PI), Stride(swing)];
            case Legs.Jump:
                return [((-14, -14), (-22, 4)), ((18, -30), (12, -8))];
            case Legs.Fall:
                return [((-16, -18), (-24, -4)), ((14, -16), (20, 2))];
            case Legs.Dash:
                return [((-24, -38), (-52, -34)), ((-20, -30), (-46, -20))];
            case Legs.Duck:
                return [((-26, -14), (-20, 0)), ((22, -14), (16, 0))];
            default:
                return [((-12, -18), (-13, 0)), ((10, -18), (11, 0))];
        }

        static (Spot, Spot) Stride(double at) =>
            ((13 * Math.Sin(at) + 6, -18 - 4 * Math.Cos(at)), (26 * Math.Sin(at), -Math.Max(0, 15 * Math.Cos(at))));
    }

    private static void Head(SpriteCanvas canvas, PlayerPose pose, double x, double y, double lean)
    {
        double up = pose.Arm == Arm.Up ? -5 : 0;
        canvas.Fill(Blob((x - 4, y - 24), (x - 14, y - 44), (x - 30, y - 50), (x - 20, y - 34)), Ink.Leaf, 3);
        canvas.Fill(Blob((x + 1, y - 24), (x + 4, y - 50), (x + 18, y - 58), (x + 14, y - 36)), Ink.Leaf, 3);
        canvas.Fill(Ellipse(x, y, 29, 27, lean * 0.5), Skin, 4);
        canvas.Fill(Ellipse(x + 17, y + 9 + up, 6, 4), Blush, 0);
        canvas.Fill(Ellipse(x - 8, y + 9 + up, 5, 4), Blush, 0);
        foreach (double eye in (double[])[x + 2, x + 18])
        {
            canvas.Fill(Ellipse(eye, y - 4 + up, 5, 9), Ink.Outline, 0);
            canvas.Fill(Ellipse(eye + 1.5, y - 8 + up, 1.8, 2.6), Ink.White, 0);
        }

        if (pose.Arm == Arm.Hip && pose.Legs is Legs.Stand or Legs.Run)
        {
            canvas.Line(Curve((x + 2, y + 12), (x + 10, y + 16), (x + 18, y + 12)), 2.6, Ink.Outline);
        }
        else
        {
            canvas.Fill(Ellipse(x + 11, y + 14 + up, 5, 5), new Ink(150, 40, 40), 2);
        }
    }

    private static void ScarfAt(SpriteCanvas canvas, PlayerPose pose, (double X, double Y) neck)
    {
        double wind = pose.Legs switch { Legs.Run => 12, Legs.Dash => 26, Legs.Fall => 6, _ => 2 };
        double lift = pose.Legs switch { Legs.Fall => 22, Legs.Dash => 2, Legs.Run => 4 + 3 * (pose.Step % 2), _ => -10 };
        canvas.Fill(Blob((neck.X - 10, neck.Y - 2), (neck.X - 26 - wind, neck.Y - lift - 4),
            (neck.X - 30 - wind, neck.Y - lift + 8), (neck.X - 10, neck.Y + 7)), Scarf, 3);
        canvas.Fill(Ellipse(neck.X, neck.Y + 1, 18, 7), Scarf, 3);
    }

    private static void BackArm(SpriteCanvas canvas, PlayerPose pose, (double X, double Y) neck)
    {
        Spot hand = pose.Legs switch
        {
            Legs.Run => (neck.X - 24, neck.Y + 18 + 6 * Math.Sin(pose.Step * Math.PI / 3)),
            Legs.Jump => (neck.X - 28, neck.Y - 8),
            Legs.Fall => (neck.X - 30, neck.Y - 14),
            Legs.Dash => (neck.X - 30, neck.Y + 14),
            _ => (neck.X - 24, neck.Y + 22),
        };
        canvas.Limb(Curve((neck.X - 8, neck.Y + 8), ((neck.X - 10 + hand.X) / 2 - 5, (neck.Y + hand.Y) / 2 + 8), hand), 5,
            Ink.Outline, 1);
        canvas.Fill(Ellipse(hand.X, hand.Y, 8, 8), Ink.White, 3);
    }

    private static void FrontArm(SpriteCanvas canvas, PlayerPose pose, (double X, double Y) neck)
    {
        Spot hand = pose.Arm switch
        {
            Arm.Up => (neck.X + 12, neck.Y - 64),
            Arm.Ahead => (neck.X + 42, neck.Y + 4),
            _ when pose.Legs == Legs.Run => (neck.X + 24, neck.Y + 14 - 6 * Math.Sin(pose.Step * Math.PI / 3)),
            _ when pose.Legs == Legs.Jump => (neck.X + 28, neck.Y - 18),
            _ when pose.Legs == Legs.Dash => (neck.X + 40, neck.Y + 10),
            _ => (neck.X + 24, neck.Y + 20),
        };
        Spot elbow = pose.Arm == Arm.Up ? (neck.X + 26, neck.Y - 18) : ((neck.X + hand.X) / 2 + 4, (neck.Y + hand.Y) / 2 + 9);
        canvas.Limb(Curve((neck.X + 8, neck.Y + 8), elbow, hand), 5, Ink.Outline, 1);
        canvas.Fill(Ellipse(hand.X, hand.Y, 9, 9), Ink.White, 3);
        if (pose.Arm == Arm.Up)
        {
            canvas.Limb([(hand.X, hand.Y - 5), (hand.X + 1, hand.Y - 17)], 4, Ink.White, 2.5);
        }
        else if (pose.Arm == Arm.Ahead)
        {
            canvas.Limb([(hand.X + 5, hand.Y), (hand.X + 16, hand.Y)], 4, Ink.White, 2.5);
        }
    }

    private static void DrawBall(SpriteCanvas canvas, double turn)
    {
        Spot At(double radius, double angle) => (radius * Math.Cos(angle + turn), -56 + radius * Math.Sin(angle + turn));
        foreach (double foot in (double[])[0.6, 1.3])
        {
            canvas.Limb([At(10, foot), At(36, foot)], 7, Trousers, 3);
            canvas.Fill(Ellipse(At(40, foot).X, At(40, foot).Y, 11, 8, turn + foot), Shoe, 3);
        }

        canvas.Fill(Ellipse(0, -56, 27, 27), Trousers, 4);
        canvas.Fill(Ellipse(At(18, 4).X, At(18, 4).Y, 25, 24), Skin, 4);
        canvas.Fill(Ellipse(At(8, 4.6).X, At(8, 4.6).Y, 4, 7, turn), Ink.Outline, 0);
        canvas.Fill(Ellipse(At(46, 4.2).X, At(46, 4.2).Y, 14, 6, turn + 4.2), Ink.Leaf, 3);
    }
}
