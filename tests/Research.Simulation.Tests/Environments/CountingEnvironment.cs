using OpenCvSharp;
using Research.Simulation.Environments;

namespace Research.Simulation.Tests.Environments;

/// <summary>
/// Episodes of a known length: the observation is [number of the episode, step], the reward the step times ten plus the action.
/// Episodes end by turns terminated and truncated.
/// </summary>
internal sealed class CountingEnvironment(int length, params string[] moreKeys) : IEnvironment
{
    private readonly StepInfo _info = new(["step", .. moreKeys]);
    private int _episode = -1, _step;
    private bool _isUnderWay;

    public BoxSpace ObservationSpace { get; } = new(2);

    public ActionSpace ActionSpace { get; } = new DiscreteSpace(["NONE", "ONE", "TWO"]);

    public IReadOnlyList<string> InfoKeys => _info.Keys;

    public Size RenderSize => new(64, 32);

    public double RenderFps => 10;

    public bool IsDisposed { get; private set; }

    public int? LastSeed { get; private set; }

    public StepInfo Reset(int? seed, Span<byte> observation)
    {
        LastSeed = seed;
        (_episode, _step, _isUnderWay) = (_episode + 1, 0, true);
        return Observe(observation);
    }

    public StepResult Step(uint action, Span<byte> observation)
    {
        ActionSpace.Require(action);
        if (!_isUnderWay)
        {
            throw new InvalidOperationException("Nothing is under way.");
        }

        _step++;
        bool ends = _step == length;
        _isUnderWay = !ends;
        return new StepResult(_step * 10 + action, ends && _episode % 2 == 0, ends && _episode % 2 == 1, Observe(observation));
    }

    public void Render(Mat frame)
    {
        frame.Create(32, 64, MatType.CV_8UC3);
        frame.SetTo(new Scalar(40 * _episode, 40 * _episode, 40 * _episode));
        using var right = frame[new Rect(32, 0, 32, 32)];
        right.SetTo(new Scalar(20 * _step, 20 * _step, 20 * _step));
    }

    public void Dispose() => IsDisposed = true;

    private StepInfo Observe(Span<byte> observation)
    {
        if (!observation.IsEmpty)
        {
            (observation[0], observation[1]) = ((byte)_episode, (byte)_step);
        }

        _info.Set(0, _step);
        return _info;
    }
}
