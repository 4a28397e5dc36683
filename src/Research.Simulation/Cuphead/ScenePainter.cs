using OpenCvSharp;
using Research.Simulation.Cuphead.Drawing;

namespace Research.Simulation.Cuphead;

/// <summary>
/// Paints frames of a <see cref="Scene"/> in colour. A frame depends on nothing but what it shows, so several threads may paint
/// different frames with one painter, in any order, and always the same bytes.
/// </summary>
public sealed class ScenePainter : IDisposable
{
    private readonly PixelScale _scale;
    private readonly Backdrop _backdrop;
    private readonly Island _island;
    private readonly PlayerSprites _player;
    private readonly BossSprites _bosses;
    private readonly HazardSprites _hazards;
    private readonly Hud _hud;

    /// <summary>A painter for frames of one size.</summary>
    /// <param name="size">At least 16×16 and even on both sides, as videos are; 1280×720 is the size it is drawn for.</param>
    /// <exception cref="ArgumentException">The size is too small or odd.</exception>
    public ScenePainter(Size size)
    {
        if (size.Width < 16 || size.Height < 16 || size.Width % 2 != 0 || size.Height % 2 != 0)
        {
            throw new ArgumentException($"A frame is at least 16×16 and even on both sides, not {size.Width}×{size.Height}.");
        }

        Size = size;
        _scale = new PixelScale(size.Width / Arena.Width, size.Height / Arena.Height);
        _backdrop = new Backdrop(size, _scale);
        _island = new Island(size, _scale);
        _player = new PlayerSprites(_scale);
        _bosses = new BossSprites(_scale);
        _hazards = new HazardSprites(_scale);
        _hud = new Hud(_scale);
    }

    /// <summary>Size of the frames.</summary>
    public Size Size { get; }

    /// <summary>Paints one frame.</summary>
    /// <param name="scene">What it shows.</param>
    /// <param name="frame">Becomes 8-bit BGR [H, W, 3]; one of that form is painted over.</param>
    public void Paint(SceneFrame scene, Mat frame)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(frame);
        if (scene.Arena is { } arena)
        {
            _backdrop.For(arena.Player.X).CopyTo(frame);
            PaintArena(scene, arena, frame);
        }
        else
        {
            _island.Picture.CopyTo(frame);
            PaintMap(scene, frame);
        }

        Paper.Dust(frame, scene.Index);
        if (scene.Iris < 1)
        {
            Paper.Iris(frame, scene.Iris);
        }
    }

    /// <summary>Frees the backgrounds. No frame may be in the making.</summary>
    public void Dispose()
    {
        _backdrop.Dispose();
        _island.Dispose();
    }

    /// <summary>Where a boss is drawn, in units from the top left.</summary>
    internal static (double X, double Y) PlaceOf(BossKind boss, double emerged, double beaten, double time)
    {
        double gone = Math.Max(1 - emerged, beaten < 0.4 ? 0 : (beaten - 0.4) / 0.6);
        return boss switch
        {
            BossKind.Potato => (1078.0, 590 + 330 * gone),
            BossKind.Onion => (985, 588 + 420 * gone),
            _ => (640, 236 - 480 * gone + 6 * Math.Sin(time * 2.2)),
        };
    }

    private void PaintArena(SceneFrame scene, ArenaView arena, Mat frame)
    {
        if (arena.Boss is { } boss)
        {
            PaintBoss(scene, boss, frame);
        }

        foreach (var hazard in arena.Hazards)
        {
            if (hazard.Height < 120)
            {
                At(_hazards.Shadow, hazard.X, 0);
            }
        }

        foreach (var bullet in arena.Bullets)
        {
            int angle = HazardSprites.Sixteenths(Math.Atan2(-bullet.DirectionY, bullet.DirectionX));
            At(bullet.Hits ? _hazards.Impact : _hazards.Bullet(angle), bullet.X, bullet.Height);
        }

        foreach (var hazard in arena.Hazards)
        {
            At(_hazards[HazardSprites.PoseOf(hazard, scene.Time)], hazard.X, hazard.Height);
        }

        PaintPlayer(scene, arena, frame);
        foreach (var burst in arena.Bursts)
        {
            At(_hazards.Burst(burst.Boss, Math.Min(2, (int)(burst.Share * 3))), burst.X, 4);
        }

        _hud.CardsFor(arena.Lives).Draw(frame, 24 * _scale.X, 706 * _scale.Y);
        if (arena.Boss is { Emerged: >= 1 } seen)
        {
            _hud.HealthOf(seen.Kind, seen.Health).Draw(frame, 1256 * _scale.X, 704 * _scale.Y);
        }

        if (arena.Banner != Banner.None)
        {
            _hud.WordsOf(arena.Banner, arena.BannerSeconds).Draw(frame, 640 * _scale.X, 300 * _scale.Y);
        }

        void At(Sprite sprite, double x, double height) => sprite.Draw(frame, x * _scale.X, (Arena.GroundY - height) * _scale.Y);
    }

    private void PaintBoss(SceneFrame scene, BossView boss, Mat frame)
    {
        var mood = boss.Beaten > 0 ? Mood.Beaten : boss.IsSpitting ? Mood.Spit : Mood.Grin;
        int step = scene.Index % 6;
        double shake = boss.Beaten is > 0 and < 1 ? (scene.Index % 2 == 0 ? 7 : -7) : 0;
        var sprite = _bosses[new BossPose(boss.Kind, step, mood, boss.IsFlashing)];
        var (x, y) = PlaceOf(boss.Kind, boss.Emerged, boss.Beaten, scene.Time);
        int bottom = boss.Kind == BossKind.Carrot ? int.MaxValue : (int)(604 * _scale.Y);
        sprite.Draw(frame, (x + shake) * _scale.X, y * _scale.Y, bottom: bottom);
        if (boss.Kind != BossKind.Carrot)
        {
            _bosses.Mound.Draw(frame, x * _scale.X, 606 * _scale.Y);
        }

        for (int i = 0; boss.Beaten is > 0 and < 0.8 && i < 4; i++)
        {
            double angle = i * 1.7 + scene.Index * 2.1, away = 70 + 90 * boss.Beaten;
            var puff = i % 2 == 0 ? _hazards.Puff : _hazards.Impact;
            double middle = boss.Kind == BossKind.Carrot ? y : y - 150;
            puff.Draw(frame, (x + away * Math.Cos(angle)) * _scale.X, (middle + away * Math.Sin(angle)) * _scale.Y);
        }
    }

    private void PaintPlayer(SceneFrame scene, ArenaView arena, Mat frame)
    {
        var player = arena.Player;
        var sprite = _player[PlayerSprites.PoseOf(player, scene.Index)];
        double x = player.X * _scale.X, y = (Arena.GroundY + 4 - player.Height) * _scale.Y;
        _hazards.Shadow.Draw(frame, x, (Arena.GroundY + 4) * _scale.Y);
        if (player.IsDashing)
        {
            for (int ghost = 3; ghost >= 1; ghost--)
            {
                sprite.Draw(frame, x - ghost * 46 * player.Facing * _scale.X, y, 150 - 40 * ghost);
                _hazards.Puff.Draw(frame, x - (ghost * 58 + 20) * player.Facing * _scale.X,
                    y - (16 + 16 * (ghost % 2)) * _scale.Y, 250 - 45 * ghost);
            }
        }

        if (player.TakesOff && !player.IsSpinning)
        {
            _hazards.Puff.Draw(frame, x, (Arena.GroundY - 6) * _scale.Y, 200);
        }

        sprite.Draw(frame, x, y, arena.IsHurt && scene.Index % 2 == 0 ? 110 : 256);
        if (player.IsShooting)
        {
            double aimX = player.IsAimingUp ? 14 : 64, aimY = player.IsAimingUp ? 150 : player.IsDucking ? 30 : 62;
            _hazards.Impact.Draw(frame, x + aimX * player.Facing * _scale.X, y - aimY * _scale.Y);
        }
    }

    private void PaintMap(SceneFrame scene, Mat frame)
    {
        var token = scene.Token;
        for (int i = 0; i < Math.Min(3, scene.FightsDone); i++)
        {
            var (flagX, flagY) = ((double, double)[])[(420, 166), (930, 296), (700, 460)] is var places ? places[i] : default;
            _island.FlagOfVictory.Draw(frame, (flagX + 26) * _scale.X, (flagY + 6) * _scale.Y);
        }

        bool walks = token.Sideways != 0 || token.Downwards != 0;
        var pose = new PlayerPose(token.IsHopping ? Legs.Jump : walks ? Legs.Run : Legs.Stand, walks ? scene.Index % 6
            : scene.Index / 2 % 4,
            token.Downwards < 0 ? Arm.Up : token.IsSnapping ? Arm.Ahead : Arm.Hip, token.Facing < 0);
        double x = token.X * _scale.X, y = token.Y * _scale.Y;
        _hazards.Shadow.Draw(frame, x, y);
        if (token.IsDusty)
        {
            _hazards.Puff.Draw(frame, x - 40 * token.Facing * _scale.X, y - 12 * _scale.Y);
        }

        _player[pose].Draw(frame, x, y - (token.IsHopping ? 34 : 0) * _scale.Y);
        if (token.IsSnapping)
        {
            _hazards.Impact.Draw(frame, x + 64 * token.Facing * _scale.X, y - 62 * _scale.Y);
        }
    }
}
