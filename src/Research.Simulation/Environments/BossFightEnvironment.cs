using OpenCvSharp;
using Research.Alignment;
using Research.Sessions;
using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>
/// The boss fight as an environment: the seven keys of <see cref="ActionSet.Cuphead"/> ten times a second, frames as the sessions
/// have them. Rules: <c>datasets/README.md</c>. Neither a step nor a reset allocates memory once every sprite has been seen.
/// </summary>
public sealed class BossFightEnvironment : IEnvironment
{
    private static readonly string[] Keys = ["seed", "time", "hearts", "boss_health", "phase", "damage", "hit", "knockout"];
    private static readonly BoxSpace Frames = new(FrameTransform.Report.Height, FrameTransform.Report.Width);
    private static readonly MultiBinarySpace SevenKeys = new(ActionSet.Cuphead);

    private readonly BossFightSprites _sprites;
    private readonly ObservationPainter _painter;
    private readonly bool _ownsSprites;
    private readonly StepInfo _info = new(Keys);
    private EpisodeSeed _seed = new(1000);
    private bool _isUnderWay;

    /// <summary>An environment.</summary>
    /// <param name="sprites">Pictures to share with other environments, which the caller disposes; null for its own.</param>
    public BossFightEnvironment(BossFightSprites? sprites = null)
    {
        _ownsSprites = sprites is null;
        _sprites = sprites ?? new BossFightSprites();
        _painter = new ObservationPainter(_sprites);
    }

    /// <summary>Grey frames [72, 128].</summary>
    public BoxSpace ObservationSpace => Frames;

    /// <summary>UP, DOWN, LEFT, RIGHT, JUMP, SHOOT, DASH: bits 0 to 6, held during the step.</summary>
    public ActionSpace ActionSpace => SevenKeys;

    /// <summary>
    /// <c>seed</c> of the fight, <c>time</c> in seconds, <c>hearts</c> 3 to 0, <c>boss_health</c> 1 to 0, <c>phase</c> 0 to 2,
    /// <c>damage</c> of the step in bullets, <c>hit</c> (on the step of a hit only: what hit, an <see cref="AttackKind"/>),
    /// <c>knockout</c> (on the last step only: 1 or 0).
    /// </summary>
    public IReadOnlyList<string> InfoKeys => Keys;

    /// <inheritdoc/>
    public Size RenderSize => BossFightSprites.VideoSize;

    /// <inheritdoc/>
    public double RenderFps => BossFightRules.StepsPerSecond;

    internal BossFightGame Game { get; } = new();

    /// <inheritdoc/>
    public StepInfo Reset(int? seed, Span<byte> observation)
    {
        Game.Reset(_seed.Next(seed, BossFightSeeds.BandOf));
        _isUnderWay = true;
        Observe(observation);
        _info.Clear();
        return Describe();
    }

    /// <inheritdoc/>
    public StepResult Step(uint action, Span<byte> observation)
    {
        SevenKeys.Require(action);
        if (!_isUnderWay)
        {
            throw new InvalidOperationException("No fight is under way: Reset begins one.");
        }

        var (damage, hit) = Game.Step(action);
        bool knockout = Game.Health == 0 && Game.Hearts > 0, terminated = knockout || Game.Hearts == 0;
        bool truncated = !terminated && Game.Index >= BossFightRules.LimitSeconds * BossFightRules.StepsPerSecond;
        _isUnderWay = !terminated && !truncated;
        Observe(observation);
        _info.Clear();
        _info.Set(5, damage);
        if (hit != 0)
        {
            _info.Set(6, (int)Game.LastHit);
        }

        if (!_isUnderWay)
        {
            _info.Set(7, knockout ? 1 : 0);
        }

        double reward = (double)damage / BossFightRules.BossHealth + (hit != 0 ? BossFightRules.HitReward : 0)
            + (knockout ? BossFightRules.KnockoutReward : 0);
        return new StepResult((float)reward, terminated, truncated, Describe());
    }

    /// <summary>Writes the fight in numbers, for experts and for debugging.</summary>
    /// <param name="values">Takes <see cref="BossFightState.Length"/> values.</param>
    /// <returns>A view of them.</returns>
    /// <exception cref="ArgumentException">There is not enough room.</exception>
    /// <exception cref="InvalidOperationException">No fight was begun.</exception>
    public BossFightState WriteState(Span<float> values)
    {
        RequireFight();
        if (values.Length < BossFightState.Length)
        {
            throw new ArgumentException($"A state has {BossFightState.Length} values; there is room for {values.Length}.",
                nameof(values));
        }

        values = values[..BossFightState.Length];
        BossFightState.Write(Game, values);
        return new BossFightState(values);
    }

    /// <inheritdoc/>
    public void Render(Mat frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        RequireFight();
        _sprites.Painter.Paint(FightView.Of(Game), frame);
    }

    /// <summary>Paints the fight with words across the picture, for the moments before and after it.</summary>
    internal void Render(Mat frame, Banner banner, double seconds) =>
        _sprites.Painter.Paint(FightView.Of(Game, banner, seconds), frame);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsSprites)
        {
            _sprites.Dispose();
        }
    }

    private void RequireFight()
    {
        if (_seed.Current is null)
        {
            throw new InvalidOperationException("No fight was begun: Reset begins one.");
        }
    }

    private void Observe(Span<byte> observation)
    {
        if (!observation.IsEmpty)
        {
            _painter.Paint(Game, Frames.Slice(observation));
        }
    }

    private StepInfo Describe()
    {
        _info.Set(0, _seed.Current!.Value);
        _info.Set(1, Game.Time);
        _info.Set(2, Game.Hearts);
        _info.Set(3, (double)Game.Health / BossFightRules.BossHealth);
        _info.Set(4, (int)Game.Phase);
        return _info;
    }
}
