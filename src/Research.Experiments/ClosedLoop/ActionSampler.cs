using Research.Simulation.Environments;

namespace Research.Experiments.ClosedLoop;

/// <summary>
/// Draws the actions of several lanes, each from a stream of its own. So the same seed and logits give the same actions bit for
/// bit, whatever the number of threads and lanes, and torch's generator has no part in it.
/// </summary>
public sealed class ActionSampler
{
    private const ulong Purpose = 9000;

    private readonly SeededStream[] _streams;

    /// <summary>A sampler whose streams are at their start.</summary>
    /// <param name="distribution">What the logits stand for.</param>
    /// <param name="lanes">Number of lanes, N, at least 1.</param>
    /// <param name="seed">Of all lanes.</param>
    public ActionSampler(ActionDistribution distribution, int lanes, int seed)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        (Distribution, _streams) = (distribution, new SeededStream[lanes]);
        Restart(seed, 0);
    }

    /// <summary>What the logits stand for.</summary>
    public ActionDistribution Distribution { get; }

    /// <summary>Starts the streams of all lanes anew.</summary>
    /// <param name="seed">Of all lanes.</param>
    /// <param name="part">Part of the work, such as an update: each has streams of its own.</param>
    public void Restart(int seed, int part)
    {
        ulong key = SeededStream.Of((uint)seed, Purpose + (uint)part).NextKey();
        for (int lane = 0; lane < _streams.Length; lane++)
        {
            _streams[lane] = SeededStream.Of(key, (uint)lane);
        }
    }

    /// <summary>Draws an action for each lane.</summary>
    /// <param name="logits">[N, A], row by row.</param>
    /// <param name="actions">Takes [N].</param>
    /// <exception cref="ArgumentException">A length does not fit the lanes.</exception>
    public void Sample(ReadOnlySpan<float> logits, Span<uint> actions)
    {
        int count = Distribution.LogitCount;
        if (logits.Length != _streams.Length * count || actions.Length != _streams.Length)
        {
            throw new ArgumentException($"Found {logits.Length} logits and room for {actions.Length} actions; expected "
                + $"{_streams.Length * count} and {_streams.Length}, for {_streams.Length} lanes of {count} logits.");
        }

        for (int lane = 0; lane < _streams.Length; lane++)
        {
            actions[lane] = Distribution.Sample(logits.Slice(lane * count, count), ref _streams[lane]);
        }
    }
}
