using System.Numerics;
using OpenCvSharp;
using Research.Alignment;
using Research.Simulation.Environments;

namespace Research.Experiments.Tests.ClosedLoop;

/// <summary>
/// A contextual bandit: the context c of 8 is a picture of 2 × 4 pixels with pixel c lit, and an episode is one step. Choice
/// (3c + 1) mod 4 earns 1, the others nothing. The best expected return is 1; that of random choices 0.25.
/// </summary>
/// <param name="hasKeys">Three keys in place of the choices: each that is held as bit i of c says earns a third.</param>
internal sealed class ContextBanditEnvironment(bool hasKeys = false) : IEnvironment
{
    private readonly StepInfo _info = new([]);
    private Random _random = new(0);
    private int _context;
    private bool _isUnderWay;

    public BoxSpace ObservationSpace { get; } = new(2, 4);

    public ActionSpace ActionSpace { get; } = hasKeys ? new MultiBinarySpace(new ActionSet(("A", "a"), ("B", "b"), ("C", "c")))
        : new DiscreteSpace(["A", "B", "C", "D"]);

    public IReadOnlyList<string> InfoKeys => _info.Keys;

    public Size RenderSize => new(4, 2);

    public double RenderFps => 1;

    public static uint Best(int context) => (uint)((3 * context + 1) % 4);

    public StepInfo Reset(int? seed, Span<byte> observation)
    {
        _random = seed is { } given ? new Random(given) : _random;
        (_context, _isUnderWay) = (_random.Next(8), true);
        return Observe(observation);
    }

    public StepResult Step(uint action, Span<byte> observation)
    {
        Assert.True(ActionSpace.Contains(action));
        if (!_isUnderWay)
        {
            throw new InvalidOperationException("No episode is under way: Reset begins one.");
        }

        _isUnderWay = false;
        float reward = hasKeys ? 1 - BitOperations.PopCount(action ^ (uint)_context) / 3f : action == Best(_context) ? 1 : 0;
        return new StepResult(reward, Terminated: true, Truncated: false, Observe(observation));
    }

    public void Render(Mat frame) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private StepInfo Observe(Span<byte> observation)
    {
        if (!observation.IsEmpty)
        {
            observation = observation[..ObservationSpace.Size];
            observation.Clear();
            observation[_context] = 255;
        }

        return _info;
    }
}
