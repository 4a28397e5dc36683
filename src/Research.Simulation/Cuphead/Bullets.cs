namespace Research.Simulation.Cuphead;

/// <summary>
/// The player's bullets: two for every frame that shoots, straight ahead, or towards the carrot where he aims up.
/// </summary>
internal static class Bullets
{
    /// <summary>Units a second, and seconds between the two bullets of a frame.</summary>
    internal const double Speed = 1250, Delay = 0.05;

    private const int LongestFlight = 10;

    public static IReadOnlyList<Bullet> At(PlayerPath player, int index, BossView? boss)
    {
        var bullets = new List<Bullet>();
        double now = player.TimeOf(index);
        for (int i = index; i >= 0 && index - i <= LongestFlight; i--)
        {
            if (player[i].IsShooting)
            {
                Fly(player[i], now - player.TimeOf(i));
                Fly(player[i], now - player.TimeOf(i) + Delay);
            }
        }

        return bullets;

        void Fly(in PlayerState from, double age)
        {
            var (x, height, directionX, directionY, reach) = Aim(from, boss);
            double flown = age * Speed;
            bool hits = flown >= reach;
            if (hits && flown - reach > Speed * Delay)
            {
                return; // spent
            }

            flown = Math.Min(flown, reach);
            var bullet = new Bullet(x + directionX * flown, height + directionY * flown, directionX, directionY, hits);
            if (bullet.X is > -30 and < Arena.Width + 30 && bullet.Height < Arena.GroundY + 30)
            {
                bullets.Add(bullet);
            }
        }
    }

    /// <summary>
    /// Where a bullet sets out, its direction, and how far it flies until it meets the boss; infinity where it meets none.
    /// </summary>
    internal static (double X, double Height, double DirectionX, double DirectionY, double Reach) Aim(in PlayerState from,
        BossView? boss)
    {
        double shoulder = from.Height + (from.IsDucking ? 34 : 62);
        var target = boss is { Beaten: 0 } ? Arena.Mouth(boss.Kind) : (X: double.NaN, Height: double.NaN);
        if (!from.IsAimingUp)
        {
            double x = from.X + from.Facing * 52, gap = (target.X + 20 - x) * from.Facing;
            bool meets = boss is { Kind: not BossKind.Carrot } && gap > 0 && shoulder < target.Height + 110;
            return (x, shoulder, from.Facing, 0, meets ? gap : double.PositiveInfinity);
        }

        double up = from.Height + 118;
        if (boss is not { Kind: BossKind.Carrot, Beaten: 0 })
        {
            return (from.X, up, 0, 1, double.PositiveInfinity);
        }

        double dx = target.X - from.X, dy = Math.Max(60, target.Height - up), distance = Math.Sqrt(dx * dx + dy * dy);
        return (from.X + 0.2 * from.Facing, up, dx / distance, dy / distance, Math.Max(0, distance - 70));
    }
}
