using Research.Simulation.Cuphead.Drawing;

namespace Research.Simulation.Duel.Drawing;

/// <summary>Bars at the edge of the picture: the player's health and stamina above, the boss's health below.</summary>
internal static class HealthBars
{
    public static void Paint(Pen pen, DuelFrame frame)
    {
        Bar(pen, 8, 8, 70, 4, frame.PlayerHealth, new(190, 44, 40));
        Bar(pen, 8, 14, 52, 3, frame.PlayerStamina, new(70, 160, 84));
        Bar(pen, 48, 136, 160, 4, frame.BossHealth, new(190, 44, 40));
    }

    private static void Bar(Pen pen, double x, double y, double width, double height, double percent, Ink ink)
    {
        Box(pen, x - 1, y - 1, width + 2, height + 2, Ink.Outline);
        Box(pen, x, y, width * percent / 100, height, ink);
    }

    private static void Box(Pen pen, double x, double y, double width, double height, Ink ink) =>
        pen.Fill(ink, (x, y), (x + width, y), (x + width, y + height), (x, y + height));
}
