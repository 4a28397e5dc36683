using Research.Simulation.Cuphead.Drawing;

namespace Research.Simulation.Duel.Drawing;

/// <summary>The two who fight.</summary>
internal static class Fighters
{
    private static readonly Ink Cloak = new(96, 74, 52), CloakLight = new(132, 104, 72), Skin = new(176, 148, 116),
        Gold = new(232, 196, 96);
    private static readonly Ink Steel = new(206, 212, 220), Armour = new(104, 124, 150), ArmourDark = new(62, 76, 98),
        Scarf = new(184, 56, 48);

    /// <summary>The boss: tall, horned, with a long weapon.</summary>
    public static void Boss(Pen pen, DuelFrame frame)
    {
        var pose = Pose.Of(frame);
        double x = frame.BossX, side = frame.BossLooksRight ? 1 : -1, floor = Place.Floor;
        double hips = floor - 26 + pose.Crouch, stride = frame.Attack is null ? 5 * Math.Sin(5.5 * frame.Time) : 8;
        double shoulderX = x + side * 26 * Math.Sin(pose.Lean), shoulderY = hips - 26 * Math.Cos(pose.Lean);
        double handX = x + side * pose.HandX, handY = floor - pose.HandY + 0.4 * pose.Crouch;
        double tipX = handX + side * 46 * Math.Cos(pose.Weapon), tipY = handY - 46 * Math.Sin(pose.Weapon);
        double endX = handX - side * 12 * Math.Cos(pose.Weapon), endY = handY + 12 * Math.Sin(pose.Weapon);

        pen.Line(x - side * 4, hips, x - side * (5 + stride), floor, 7, Ink.Outline);
        pen.Line(x + side * 4, hips, x + side * (5 + stride), floor, 7, Cloak);
        pen.Fill(Cloak, (shoulderX - 12, shoulderY - 2), (shoulderX + 12, shoulderY - 2), (x + 13, hips + 10),
            (x - side * 20, floor - 5), (x - 13, hips + 10));
        pen.Fill(CloakLight, (shoulderX - 9, shoulderY - 1), (shoulderX + 9, shoulderY - 1), (x + 7, hips + 4),
            (x - 7, hips + 4));
        pen.Line(endX, endY, tipX, tipY, 3.2, Ink.Outline);
        pen.Line(handX + (tipX - handX) * 0.3, handY + (tipY - handY) * 0.3, tipX, tipY, 4.4, Gold);
        pen.Line(shoulderX, shoulderY + 3, (shoulderX + handX) / 2 - side * 3, (shoulderY + handY) / 2 + 4, 6, Cloak);
        pen.Line((shoulderX + handX) / 2 - side * 3, (shoulderY + handY) / 2 + 4, handX, handY, 5, Skin);
        double headX = shoulderX + side * 4, headY = shoulderY - 9;
        pen.Disc(headX, headY, 7.5, Skin);
        pen.Fill(Ink.Outline, (headX - side * 3, headY - 5), (headX - side * 13, headY - 15), (headX - side * 6, headY - 3));
        pen.Fill(Ink.Outline, (headX + side * 1, headY - 6), (headX - side * 4, headY - 18), (headX - side * 3, headY - 5));
        pen.Disc(headX + side * 4, headY - 1, 1.5, Gold);
    }

    /// <summary>The player: small, on his feet or in a roll.</summary>
    public static void Player(Pen pen, DuelFrame frame)
    {
        double x = frame.PlayerX, floor = Place.Floor + 3;
        if (frame.Roll is { } roll)
        {
            Rolling(pen, x, floor, (frame.RollsRight ? 1 : -1) * 2 * Math.PI * roll);
            return;
        }

        double side = frame.PlayerLooksRight ? 1 : -1, stride = 4 * Math.Sin(9 * frame.Time + 0.06 * x), hips = floor - 15,
            shoulder = hips - 15;
        double swing = frame.Swing is { } s ? Math.Sin(Math.PI * s) : 0, angle = 0.9 - 1.6 * swing;
        double handX = x + side * (7 + 7 * swing), handY = shoulder + 7;
        pen.Line(x, hips, x - stride, floor, 5, ArmourDark);
        pen.Line(x, hips, x + stride, floor, 5, Armour);
        pen.Line(x, hips, x + side * 1.5, shoulder, 10, Armour);
        pen.Line(x - side * 2, shoulder, x - side * 11, shoulder + 5 + 2 * Math.Sin(7 * frame.Time), 3.5, Scarf);
        pen.Line(x, shoulder + 2, handX, handY, 4, ArmourDark);
        pen.Line(handX, handY, handX + side * 20 * Math.Cos(angle), handY - 20 * Math.Sin(angle), 2.2, Steel);
        pen.Disc(x + side * 2, shoulder - 6, 5.2, Armour);
        pen.Line(x + side * 3, shoulder - 6, x + side * 7, shoulder - 6, 1.6, Ink.Outline);
    }

    private static void Rolling(Pen pen, double x, double floor, double turn)
    {
        double y = floor - 10;
        pen.Disc(x, y, 10, Armour);
        pen.Line(x, y, x + 9 * Math.Sin(turn), y - 9 * Math.Cos(turn), 5, ArmourDark);
        pen.Line(x, y, x - 8 * Math.Sin(turn), y + 8 * Math.Cos(turn), 4, Scarf);
    }
}
