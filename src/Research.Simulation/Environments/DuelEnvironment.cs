using OpenCvSharp;
using Research.Alignment;
using Research.Simulation.Duel;

namespace Research.Simulation.Environments;

/// <summary>
/// The duel as an environment: the boss, the arena and the pictures of the default episodes, with the keys in the player's own
/// hands. Its rules are in <c>datasets/README.md</c>.
/// </summary>
public sealed class DuelEnvironment : IEnvironment
{
    /// <summary>Steps after which an episode is truncated: one minute.</summary>
    public const int LimitSteps = 60 * DuelEpisode.FramesPerSecond;

    /// <summary>Reward for a hit that the player takes. What he takes of the boss's health is worth its share of it.</summary>
    public const float HitReward = -1;

    /// <summary>Reward for the boss's fall.</summary>
    public const float KnockoutReward = 5;

    private const int Purpose = 5100;
    private static readonly string[] Keys = ["seed", "player_hp", "player_stamina", "boss_hp", "hits"];
    private static readonly BoxSpace Frames = new(DuelPainter.FullSize.Height, DuelPainter.FullSize.Width, 3);
    private static readonly MultiBinarySpace Held = new(new ActionSet(
        [.. DuelEpisode.ActionNames.Zip(["a", "d", "j", "Key.space"])]));

    private readonly StepInfo _info = new(Keys);
    private DuelPainter? _painter;
    private EpisodeSeed _seed = new(Purpose);
    private uint _before;
    private int _look, _hits;
    private bool _isUnderWay;

    /// <summary>Colour frames [144, 256, 3], red first.</summary>
    public BoxSpace ObservationSpace => Frames;

    /// <summary>The keys of <see cref="DuelEpisode.ActionNames"/>. A blow and a roll begin when their key goes down.</summary>
    public ActionSpace ActionSpace => Held;

    /// <summary>
    /// <c>seed</c> of the episode; <c>player_hp</c>, <c>player_stamina</c> and <c>boss_hp</c>, 0 to 100; <c>hits</c> so far.
    /// </summary>
    public IReadOnlyList<string> InfoKeys => Keys;

    /// <inheritdoc/>
    public Size RenderSize => DuelPainter.FullSize;

    /// <inheritdoc/>
    public double RenderFps => DuelEpisode.FramesPerSecond;

    /// <summary>The duel under way; null before the first.</summary>
    internal DuelCourse? Course { get; private set; }

    /// <inheritdoc/>
    public StepInfo Reset(int? seed, Span<byte> observation)
    {
        var random = new Random(_seed.Next(seed));
        _look = random.Next();
        Course = new DuelCourse(BossAttack.Draw(LimitSteps / RenderFps, random), random, isPlayed: true);
        _painter?.Dispose();
        _painter = null;
        (_before, _hits, _isUnderWay) = (0, 0, true);
        return Observe(Course, observation);
    }

    /// <inheritdoc/>
    public StepResult Step(uint action, Span<byte> observation)
    {
        Held.Require(action);
        if (!_isUnderWay || Course is not { } course)
        {
            throw new InvalidOperationException("No duel is under way: Reset begins one.");
        }

        Span<byte> keys = stackalloc byte[DuelEpisode.ActionNames.Count];
        for (int key = 0; key < keys.Length; key++)
        {
            keys[key] = (byte)(action >> key & 1);
        }

        uint pressed = action & ~_before;
        _before = action;
        keys[DuelCourse.AttackKey] = Goes(pressed, DuelCourse.AttackKey) && course.CanSwing ? (byte)1 : (byte)0;
        bool? roll = Goes(pressed, DuelCourse.DodgeKey) && course.CanRoll ? RollsRight(course, keys) : null;
        double player = course.PlayerHealth, boss = course.BossHealth;
        course.Advance(keys, roll);
        bool isHit = course.PlayerHealth < player, won = course.BossHealth <= 0;
        _hits += isHit ? 1 : 0;
        bool terminated = won || course.PlayerHealth <= 0, truncated = !terminated && course.Frame >= LimitSteps;
        _isUnderWay = !terminated && !truncated;
        float reward = (float)((boss - course.BossHealth) / 100) + (isHit ? HitReward : 0) + (won ? KnockoutReward : 0);
        return new StepResult(reward, terminated, truncated, Observe(course, observation));
    }

    /// <inheritdoc/>
    public void Render(Mat frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var course = Course ?? throw new InvalidOperationException("No duel was begun: Reset begins one.");
        Painted(course).CopyTo(frame);
    }

    /// <inheritdoc/>
    public void Dispose() => _painter?.Dispose();

    private static bool Goes(uint pressed, int key) => (pressed >> key & 1) == 1;

    /// <summary>Where the held direction says; without one, away from the boss.</summary>
    private static bool RollsRight(DuelCourse course, ReadOnlySpan<byte> keys) =>
        keys[DuelCourse.MoveLeft] == keys[DuelCourse.MoveRight] ? course.ToBoss < 0 : keys[DuelCourse.MoveRight] == 1;

    private Mat Painted(DuelCourse course) => (_painter ??= new DuelPainter(_look, DuelPainter.FullSize)).Paint(course.Show());

    private unsafe StepInfo Observe(DuelCourse course, Span<byte> observation)
    {
        if (!observation.IsEmpty)
        {
            fixed (byte* pixels = Frames.Slice(observation))
            {
                using var rgb = Mat.FromPixelData(Frames.Shape[0], Frames.Shape[1], MatType.CV_8UC3, (nint)pixels);
                Cv2.CvtColor(Painted(course), rgb, ColorConversionCodes.BGR2RGB);
            }
        }

        _info.Set(0, _seed.Current!.Value);
        _info.Set(1, course.PlayerHealth);
        _info.Set(2, course.Stamina);
        _info.Set(3, course.BossHealth);
        _info.Set(4, _hits);
        return _info;
    }
}
