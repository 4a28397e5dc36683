using System.Text.Json;
using OpenCvSharp;
using Research.Alignment;
using Research.Capture;
using Research.Capture.X11;
using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>
/// The boss fight as a game in a window, played by whoever presses its keys. Step k comes at start + k / 10 s, never
/// later by what the steps before took.
/// </summary>
public sealed class FightWindow : IDisposable
{
    /// <summary>The window's title.</summary>
    public const string Title = "Boss fight";

    private const int StepsBefore = 10, StepsAfter = 20;

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly BossFightEnvironment _environment = new();
    private readonly GameWindow _window;
    private readonly TextWriter? _truth;
    private readonly Mat _color = new(), _shown = new();
    private FrameSchedule _schedule;
    private int _step;

    /// <summary>Opens the window.</summary>
    /// <param name="truth">Gets a line of JSON for each step, with the keys that the game took; null: nobody does.</param>
    /// <exception cref="IOException">There is no display.</exception>
    /// <exception cref="NotSupportedException">As <see cref="GameWindow.Open"/>.</exception>
    public FightWindow(TextWriter? truth = null)
    {
        _truth = truth;
        _window = GameWindow.Open(Title, _environment.RenderSize, ActionSet.Cuphead);
    }

    /// <summary>Steps that were made after the next one was due.</summary>
    public int LateSteps { get; private set; }

    /// <summary>Plays some fights, or until the window is closed.</summary>
    /// <param name="seeds">Their seeds.</param>
    /// <param name="ended">Called after each fight.</param>
    /// <param name="cancellation">Ends it after a step.</param>
    public void Play(IEnumerable<int> seeds, Action<FightResult>? ended = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        _environment.Reset(0, []);
        Show(_environment.Render); // the first picture takes long
        (_schedule, _step) = (new FrameSchedule(UtcClock.Now, BossFightRules.StepsPerSecond), 0);
        foreach (int seed in seeds)
        {
            var tally = new FightTally(seed);
            _environment.Reset(seed, []);
            if (!Rest(StepsBefore, Banner.Ready, seed, cancellation) || !Fight(tally, seed, cancellation))
            {
                return;
            }

            var fight = tally.Fight.Result;
            ended?.Invoke(fight);
            if (!Rest(StepsAfter, fight.IsKnockout ? Banner.Knockout : Banner.None, seed, cancellation))
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _window.Dispose();
        _environment.Dispose();
        _color.Dispose();
        _shown.Dispose();
    }

    /// <summary>Plays a fight.</summary>
    /// <returns>Whether it was played to its end.</returns>
    private bool Fight(FightTally tally, int seed, CancellationToken cancellation)
    {
        bool isOver = false;
        while (!isOver && Next(cancellation))
        {
            uint keys = _window.TakeActions();
            var result = _environment.Step(keys, []);
            isOver = tally.Add(keys, result);
            Show(_environment.Render);
            Tell(seed, "fight", keys, result.Info);
        }

        return isOver;
    }

    /// <summary>Steps in which no fight goes on.</summary>
    /// <returns>Whether the game goes on.</returns>
    private bool Rest(int steps, Banner banner, int seed, CancellationToken cancellation)
    {
        for (int i = 0; i < steps; i++)
        {
            if (!Next(cancellation))
            {
                return false;
            }

            double seconds = i * BossFightRules.StepSeconds;
            uint keys = _window.TakeActions();
            Show(frame => _environment.Render(frame, banner, seconds));
            Tell(seed, banner == Banner.Ready ? "ready" : "over", keys, null);
        }

        return true;
    }

    /// <summary>Waits for the next step.</summary>
    /// <returns>False where the window is closed, or it was cancelled.</returns>
    private bool Next(CancellationToken cancellation)
    {
        LateSteps += UtcClock.Now > _schedule.TimeOf(_step + 1) ? 1 : 0;
        _window.Wait(_schedule.TimeOf(_step++), cancellation);
        return !_window.IsClosed && !cancellation.IsCancellationRequested;
    }

    private void Show(Action<Mat> render)
    {
        _color.Create(_environment.RenderSize, MatType.CV_8UC3);
        render(_color);
        Cv2.CvtColor(_color, _shown, ColorConversionCodes.BGR2BGRA);
        _window.Show(_shown);
    }

    private void Tell(int seed, string state, uint keys, StepInfo? info) => _truth?.WriteLine(JsonSerializer.Serialize(new
    {
        Step = _step - 1,
        Due = _schedule.TimeOf(_step - 1),
        Shown = UtcClock.Now,
        Fight = seed,
        State = state,
        Keys = ActionSet.Cuphead.Keys.Where((_, key) => (keys >> key & 1) != 0),
        Hit = info is not null && info.TryGetValue("hit", out double attack) ? ((AttackKind)(int)attack).ToString() : null,
        Hearts = info?["hearts"],
    }, SnakeCase));
}
