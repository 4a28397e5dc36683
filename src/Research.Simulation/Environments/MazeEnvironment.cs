using OpenCvSharp;
using Research.Simulation.Maze;

namespace Research.Simulation.Environments;

/// <summary>
/// The maze as an environment: the same game and pictures as the default episodes, with one of five keys held in each frame. Its
/// rules are in <c>datasets/README.md</c>.
/// </summary>
public sealed class MazeEnvironment : IEnvironment
{
    /// <summary>Frames after which an episode is truncated: three minutes.</summary>
    public const int LimitSteps = 5400;

    /// <summary>Reward for being caught. A pellet is worth 1.</summary>
    public const float CaughtReward = -10;

    private const int Purpose = 5000, PelletPoints = 10;
    private static readonly string[] Keys = ["seed", "score", "lives"];
    private static readonly BoxSpace Frames = new(MazePainter.Height, MazePainter.Width, 3);
    private static readonly DiscreteSpace Moves = new(["NONE", "UP", "RIGHT", "DOWN", "LEFT"]);

    private readonly MazePainter _painter = new();
    private readonly StepInfo _info = new(Keys);
    private MazeGame? _game;
    private EpisodeSeed _seed = new(Purpose);
    private int _steps;
    private bool _isUnderWay;

    /// <summary>Colour frames [210, 160, 3], red first.</summary>
    public BoxSpace ObservationSpace => Frames;

    /// <summary>NONE, UP, RIGHT, DOWN, LEFT: the key that is held, as in <see cref="MazeMove"/>.</summary>
    public ActionSpace ActionSpace => Moves;

    /// <summary>
    /// <c>seed</c> of the episode, <c>score</c> in points, <c>lives</c> that are left beside the one that is played.
    /// </summary>
    public IReadOnlyList<string> InfoKeys => Keys;

    /// <inheritdoc/>
    public Size RenderSize => new(MazePainter.Width, MazePainter.Height);

    /// <inheritdoc/>
    public double RenderFps => 30;

    /// <inheritdoc/>
    public StepInfo Reset(int? seed, Span<byte> observation)
    {
        _game = new MazeGame(_seed.Next(seed));
        (_steps, _isUnderWay) = (0, true);
        return Observe(_game, observation);
    }

    /// <inheritdoc/>
    public StepResult Step(uint action, Span<byte> observation)
    {
        Moves.Require(action);
        if (!_isUnderWay || _game is not { } game)
        {
            throw new InvalidOperationException("No game is under way: Reset begins one.");
        }

        int score = game.Score;
        game.Step((MazeMove)action);
        bool terminated = game is { IsCaught: true, Lives: 0 }, truncated = !terminated && ++_steps >= LimitSteps;
        _isUnderWay = !terminated && !truncated;
        float reward = (game.Score - score) / (float)PelletPoints + (game.IsCaught ? CaughtReward : 0);
        return new StepResult(reward, terminated, truncated, Observe(game, observation));
    }

    /// <inheritdoc/>
    public unsafe void Render(Mat frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var game = _game ?? throw new InvalidOperationException("No game was begun: Reset begins one.");
        fixed (byte* pixels = _painter.Paint(game.Frame))
        {
            using var rgb = Mat.FromPixelData(MazePainter.Height, MazePainter.Width, MatType.CV_8UC3, (nint)pixels);
            Cv2.CvtColor(rgb, frame, ColorConversionCodes.RGB2BGR);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private StepInfo Observe(MazeGame game, Span<byte> observation)
    {
        if (!observation.IsEmpty)
        {
            var pixels = Frames.Slice(observation);
            _painter.Paint(game.Frame).CopyTo(pixels);
        }

        _info.Set(0, _seed.Current!.Value);
        _info.Set(1, game.Score);
        _info.Set(2, game.Lives);
        return _info;
    }
}
