using Research.Sessions;
using Research.Simulation.Cuphead;
using Research.Simulation.Cuphead.Drawing;

namespace Research.Simulation.Environments;

/// <summary>
/// Paints a fight as an observation, in grey at 128×72: the same sprites at the same places, in the same order, as
/// <see cref="ScenePainter"/> does in colour at 640×360, and without memory. A test compares the two.
/// </summary>
/// <param name="sprites">The pictures.</param>
internal sealed class ObservationPainter(BossFightSprites sprites)
{
    private const double Scale = 0.5;
    private static readonly int[] GhostOpacity = [0, 110, 70, 30], PuffOpacity = [0, 205, 160, 115];

    public void Paint(BossFightGame game, Span<byte> pixels)
    {
        sprites.Background(game.Player.X).CopyTo(pixels);
        var frame = new GreyFrame(pixels, FrameTransform.Report.Width, FrameTransform.Report.Height);
        PaintBoss(game, frame);
        PaintFlights(game, frame);
        PaintPlayer(game, frame);
        PaintBursts(game, frame);
        sprites.Cards(game.Hearts).Draw(frame, 24 * Scale, 706 * Scale);
        if (BossLook.Of(game) is { Emerged: >= 1 } boss)
        {
            sprites.Health(boss.Kind, boss.Health).Draw(frame, 1256 * Scale, 704 * Scale);
        }

        sprites.Dust.Draw(frame, game.Index);
    }

    private void PaintFlights(BossFightGame game, GreyFrame frame)
    {
        var flights = game.Flights;
        double now = game.Time;
        for (int i = 0; i < flights.Count; i++)
        {
            if (IsInFlight(flights[i], now) && flights.PositionAt(i, now) is { Height: < 120 } at)
            {
                At(frame, sprites.Shadow, at.X, 0);
            }
        }

        for (int i = 0; i < game.Shots.Count; i++)
        {
            var bullet = game.Shots.ViewOf(i);
            int angle = HazardSprites.Sixteenths(Math.Atan2(-bullet.DirectionY, bullet.DirectionX));
            At(frame, bullet.Hits ? sprites.Impact : sprites.Bullet(angle), bullet.X, bullet.Height);
        }

        for (int i = 0; i < flights.Count; i++)
        {
            ref var flight = ref flights[i];
            if (IsInFlight(flight, now))
            {
                var (x, height, velocityX, velocityY) = flights.ViewAt(i, now);
                At(frame, sprites.Hazard(HazardSprites.PoseOf(flight.Kind, flight.Boss, (velocityX, velocityY),
                    (now, flight.Start))), x, height);
            }
        }
    }

    private void PaintBursts(BossFightGame game, GreyFrame frame)
    {
        for (int i = 0; i < game.Flights.Count; i++)
        {
            ref var flight = ref game.Flights[i];
            if (flight.Bursts && game.Time > flight.End && game.Time < flight.End + Hazard.BurstSeconds)
            {
                double share = (game.Time - flight.End) / Hazard.BurstSeconds;
                At(frame, sprites.Burst(flight.Boss, Math.Min(2, (int)(share * 3))), game.Flights.PathOf(i)[^1].X, 4);
            }
        }
    }

    private void PaintBoss(BossFightGame game, GreyFrame frame)
    {
        if (BossLook.Of(game) is not { } boss)
        {
            return;
        }

        var mood = boss.Beaten > 0 ? Mood.Beaten : boss.IsSpitting ? Mood.Spit : Mood.Grin;
        double shake = boss.Beaten is > 0 and < 1 ? (game.Index % 2 == 0 ? 7 : -7) : 0;
        var (x, y) = ScenePainter.PlaceOf(boss.Kind, boss.Emerged, boss.Beaten, game.Time);
        int bottom = boss.Kind == BossKind.Carrot ? int.MaxValue : (int)(604 * Scale);
        sprites.Boss(new BossPose(boss.Kind, game.Index % 6, mood, boss.IsFlashing))
            .Draw(frame, (x + shake) * Scale, y * Scale, bottom: bottom);
        if (boss.Kind != BossKind.Carrot)
        {
            sprites.Mound.Draw(frame, x * Scale, 606 * Scale);
        }

        for (int i = 0; boss.Beaten is > 0 and < 0.8 && i < 4; i++)
        {
            double angle = i * 1.7 + game.Index * 2.1, away = 70 + 90 * boss.Beaten, middle = boss.Kind == BossKind.Carrot ? y
                : y - 150;
            (i % 2 == 0 ? sprites.Puff : sprites.Impact)
                .Draw(frame, (x + away * Math.Cos(angle)) * Scale, (middle + away * Math.Sin(angle)) * Scale);
        }
    }

    private void PaintPlayer(BossFightGame game, GreyFrame frame)
    {
        var player = game.Player;
        var sprite = sprites.Player(player, game.Index);
        double x = player.X * Scale, y = (Arena.GroundY + 4 - player.Height) * Scale;
        sprites.Shadow.Draw(frame, x, (Arena.GroundY + 4) * Scale);
        for (int ghost = player.IsDashing ? 3 : 0; ghost >= 1; ghost--)
        {
            sprite.Draw(frame, x - ghost * 46 * player.Facing * Scale, y, GhostOpacity[ghost]);
            sprites.Puff.Draw(frame, x - (ghost * 58 + 20) * player.Facing * Scale, y - (16 + 16 * (ghost % 2)) * Scale,
                PuffOpacity[ghost]);
        }

        if (player.TakesOff && !player.IsSpinning)
        {
            sprites.Puff.Draw(frame, x, (Arena.GroundY - 6) * Scale, 200);
        }

        sprite.Draw(frame, x, y, game.InvulnerableLeft > 0 && game.Index % 2 == 0 ? 110 : 256);
        if (player.IsShooting)
        {
            double aimX = player.IsAimingUp ? 14 : 64, aimY = player.IsAimingUp ? 150 : player.IsDucking ? 30 : 62;
            sprites.Impact.Draw(frame, x + aimX * player.Facing * Scale, y - aimY * Scale);
        }
    }

    private static bool IsInFlight(in Flight flight, double now) => flight.Start <= now && now <= flight.End;

    private static void At(GreyFrame frame, GreySprite sprite, double x, double height) =>
        sprite.Draw(frame, x * Scale, (Arena.GroundY - height) * Scale);
}
