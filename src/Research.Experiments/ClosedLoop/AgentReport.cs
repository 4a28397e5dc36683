using Research.Metrics;

namespace Research.Experiments.ClosedLoop;

/// <summary>How an agent played.</summary>
/// <param name="Ticks">Ticks at which it looked at the window.</param>
/// <param name="Late">Those of them whose keys came after the next tick was due.</param>
/// <param name="LeftOut">Ticks at which it did not look, since the next one was due already.</param>
/// <param name="WithoutFocus">Ticks at which the window had not the focus, and no key was held.</param>
/// <param name="Reason">Why it ended.</param>
public sealed record AgentReport(int Ticks, int Late, int LeftOut, int WithoutFocus, string Reason)
{
    /// <summary>Latency of each stage in the order of a tick, then from frame to key; empty without a tick.</summary>
    public IReadOnlyList<StageLatency> Stages { get; private init; } = [];

    /// <summary>Keys that were released at the end, in their order.</summary>
    public IReadOnlyList<string> Released { get; init; } = [];

    internal static AgentReport Of(IReadOnlyList<AgentTick> ticks, int framesPerSecond, string reason)
    {
        double period = 1000.0 / framesPerSecond;
        int leftOut = ticks.Count == 0 ? 0 : ticks[^1].Tick + 1 - ticks.Count;
        return new(ticks.Count, ticks.Count(t => t.Wait + t.FrameToKey > period), leftOut, ticks.Count(t => !t.HadFocus), reason)
        {
            Stages = Measure(ticks),
        };
    }

    private static IReadOnlyList<StageLatency> Measure(IReadOnlyList<AgentTick> ticks)
    {
        (string Name, Func<AgentTick, double> Value)[] stages =
        [
            ("wait", t => t.Wait), ("capture", t => t.Capture), ("transform", t => t.Transform), ("network", t => t.Network),
            ("key", t => t.Key), ("frame to key", t => t.FrameToKey),
        ];
        return ticks.Count == 0 ? [] : [.. stages.Select(stage =>
        {
            double[] sorted = [.. ticks.Select(stage.Value).Order()];
            return new StageLatency(stage.Name, Bootstrap.Percentile(sorted, 0.5), Bootstrap.Percentile(sorted, 0.99));
        })];
    }
}
