
using static Research.Simulation.Cuphead.Drawing.Outlines;

namespace Research.Simulation.Cuphead.Drawing;

/// <summary>What is written over a fight: the cards in the corner, the boss's health, the words before and after.</summary>
internal sealed class Hud
{
    private const int HealthSteps = 40;

    private readonly SpriteCache<int> _cards;
    private readonly SpriteCache<(BossKind Boss, int Health)> _health;
    private readonly SpriteCache<(Banner Banner, int Step)> _banners;

    public Hud(PixelScale scale)
    {
        _cards = new(lives => Cards(scale, lives));
        _health = new(h => Health(scale, h.Boss, h.Health));
        _banners = new(b => Words(scale, b.Banner, b.Step));
    }

    /// <summary>The cards; the anchor is their lower left corner.</summary>
    public Sprite CardsFor(int lives) => _cards[lives];

    /// <summary>The boss's health; the anchor is its lower right corner.</summary>
    public Sprite HealthOf(BossKind boss, double health) => _health[(boss, (int)Math.Ceiling(health * HealthSteps))];

    /// <summary>The words across the picture; the anchor is their middle.</summary>
    public Sprite WordsOf(Banner banner, double seconds) => _banners[(banner, Math.Min(3, (int)(seconds * 10)))];

    private static Sprite Cards(PixelScale scale, int lives)
    {
        using var canvas = new SpriteCanvas(scale, 4, 64, 190, 6);
        for (int i = 0; i < 3; i++)
        {
            double x = 4 + i * 42;
            var face = i < lives ? new Ink(244, 230, 190) : new Ink(120, 92, 70);
            canvas.Fill([(x, -54), (x + 36, -54), (x + 36, -2), (x, -2)], face, 4);
            if (i < lives)
            {
                canvas.Fill(Blob((x + 18, -12), (x + 6, -28), (x + 8, -40), (x + 18, -34), (x + 28, -40), (x + 30, -28)),
                    new(204, 44, 40), 2.5);
            }
        }

        return canvas.ToSprite();
    }

    private static Sprite Health(PixelScale scale, BossKind boss, int health)
    {
        const double Width = 260;
        var colour = boss switch
        {
            BossKind.Potato => new Ink(204, 158, 92),
            BossKind.Onion => new Ink(208, 150, 184),
            _ => new Ink(230, 122, 44),
        };
        using var canvas = new SpriteCanvas(scale, Width + 40, 44, 6, 6);
        canvas.Fill([(-Width - 8, -22), (-4, -22), (-4, 0), (-Width - 8, 0)], new(74, 54, 44), 4);
        if (health > 0)
        {
            canvas.Fill([(-Width - 4, -18), (-Width - 4 + (Width - 4) * health / HealthSteps, -18),
                (-Width - 4 + (Width - 4) * health / HealthSteps, -4), (-Width - 4, -4)], colour, 0);
        }

        canvas.Fill(Ellipse(-Width - 12, -12, 19, 21), colour, 4);
        canvas.Fill(Blob((-Width - 12, -30), (-Width - 22, -42), (-Width - 10, -38), (-Width - 2, -42)), Ink.Leaf, 2.5);
        return canvas.ToSprite();
    }

    private static Sprite Words(PixelScale scale, Banner banner, int step)
    {
        using var canvas = new SpriteCanvas(scale, 500, 130, 500, 130, finer: 2);
        double size = banner == Banner.Knockout ? 64 + 10 * step : 50 + 6 * step;
        var (text, colour) = banner == Banner.Knockout ? ("KNOCKOUT!", new Ink(226, 52, 40)) : ("READY?", new Ink(248, 214, 92));
        canvas.Text(text, size, size / 2, colour, size * 0.17, 7);
        return canvas.ToSprite();
    }
}
