using System.Collections.Concurrent;
using OpenCvSharp;
using Research.Sessions;
using Research.Simulation.Cuphead;
using Research.Simulation.Cuphead.Drawing;

namespace Research.Simulation.Environments;

/// <summary>
/// The pictures that all boss fights share: the colour painter of the staged fights, and its sprites in grey for observations.
/// Each is drawn when it is first needed; several threads may ask.
/// </summary>
public sealed class BossFightSprites : IDisposable
{
    private static readonly PixelScale Scale = new(0.5, 0.5);

    private readonly Backdrop _backdrop = new(VideoSize, Scale);
    private readonly PlayerSprites _player = new(Scale);
    private readonly BossSprites _bosses = new(Scale);
    private readonly HazardSprites _hazards = new(Scale);
    private readonly Hud _hud = new(Scale);
    private readonly ConcurrentDictionary<Sprite, GreySprite> _grey = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<int, byte[]> _backgrounds = new();
    private readonly Lazy<ScenePainter> _painter = new(() => new ScenePainter(VideoSize));

    /// <summary>Size of rendered pictures, 640×360: five times the observation's on both sides.</summary>
    public static Size VideoSize { get; } = new(GreySprite.Stride * FrameTransform.Report.Width,
        GreySprite.Stride * FrameTransform.Report.Height);

    /// <summary>Paints the same fight in colour.</summary>
    internal ScenePainter Painter => _painter.Value;

    internal ObservationDust Dust { get; } = new();

    internal GreySprite Impact => Grey(_hazards.Impact);

    internal GreySprite Shadow => Grey(_hazards.Shadow);

    internal GreySprite Puff => Grey(_hazards.Puff);

    internal GreySprite Mound => Grey(_bosses.Mound);

    /// <summary>The background for a player at a place, as an observation.</summary>
    internal byte[] Background(double x) => _backgrounds.GetOrAdd(
        (int)Math.Round(Math.Clamp(x / Arena.Width, 0, 1) * (Backdrop.Places - 1)), static (_, at) =>
    {
        byte[] pixels = new byte[FrameTransform.Report.FrameBytes];
        FrameTransform.Report.Apply(at.Sprites._backdrop.For(at.X), pixels);
        return pixels;
    }, (Sprites: this, X: x));

    internal GreySprite Player(in PlayerState player, int index) => Grey(_player[PlayerSprites.PoseOf(player, index)]);

    internal GreySprite Boss(BossPose pose) => Grey(_bosses[pose]);

    internal GreySprite Hazard(HazardPose pose) => Grey(_hazards[pose]);

    internal GreySprite Bullet(int angle) => Grey(_hazards.Bullet(angle));

    internal GreySprite Burst(BossKind boss, int step) => Grey(_hazards.Burst(boss, step));

    internal GreySprite Cards(int lives) => Grey(_hud.CardsFor(lives));

    internal GreySprite Health(BossKind boss, double health) => Grey(_hud.HealthOf(boss, health));

    /// <summary>Frees the backgrounds. No environment may use it any more.</summary>
    public void Dispose()
    {
        _backdrop.Dispose();
        if (_painter.IsValueCreated)
        {
            _painter.Value.Dispose();
        }
    }

    private GreySprite Grey(Sprite sprite) => _grey.GetOrAdd(sprite, static s => new GreySprite(s));
}
