using System.Diagnostics;

namespace Research.Simulation.Environments;

/// <summary>
/// Gymnasium's wrapper of this name: on the last step of an episode the info has <c>episode.r</c> (sum of rewards),
/// <c>episode.l</c> (steps) and <c>episode.t</c> (seconds on the clock).
/// </summary>
public sealed class RecordEpisodeStatistics : EnvironmentWrapper
{
    private readonly StepInfo _info;
    private readonly int _first, _bufferLength;
    private readonly Queue<double> _returns, _times;
    private readonly Queue<int> _lengths;
    private double _return;
    private int _length;
    private long _started;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="bufferLength">Episodes that the queues keep, at least 1; by default Gymnasium's 100.</param>
    /// <exception cref="ArgumentException">The environment's info has such a key already.</exception>
    public RecordEpisodeStatistics(IEnvironment inner, int bufferLength = 100)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferLength, 1);
        _bufferLength = bufferLength;
        _first = inner.InfoKeys.Count;
        _info = new StepInfo([.. inner.InfoKeys, "episode.r", "episode.l", "episode.t"]);
        (_returns, _lengths, _times) = (new(bufferLength + 1), new(bufferLength + 1), new(bufferLength + 1));
    }

    /// <summary>Episodes that have ended.</summary>
    public int EpisodeCount { get; private set; }

    /// <summary>Returns of the last episodes, oldest first: Gymnasium's <c>return_queue</c>.</summary>
    public IReadOnlyCollection<double> ReturnQueue => _returns;

    /// <summary>Their steps.</summary>
    public IReadOnlyCollection<int> LengthQueue => _lengths;

    /// <summary>Their seconds on the clock.</summary>
    public IReadOnlyCollection<double> TimeQueue => _times;

    /// <inheritdoc/>
    public override IReadOnlyList<string> InfoKeys => _info.Keys;

    /// <inheritdoc/>
    public override StepInfo Reset(int? seed, Span<byte> observation)
    {
        _info.CopyFrom(base.Reset(seed, observation));
        (_return, _length, _started) = (0, 0, Stopwatch.GetTimestamp());
        return _info;
    }

    /// <inheritdoc/>
    public override StepResult Step(uint action, Span<byte> observation)
    {
        var step = base.Step(action, observation);
        _info.CopyFrom(step.Info);
        _return += step.Reward;
        _length++;
        if (step.IsDone)
        {
            double seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
            _info.Set(_first, _return);
            _info.Set(_first + 1, _length);
            _info.Set(_first + 2, seconds);
            EpisodeCount++;
            Keep(_returns, _return);
            Keep(_lengths, _length);
            Keep(_times, seconds);
        }

        return step with { Info = _info };
    }

    private void Keep<T>(Queue<T> queue, T value)
    {
        queue.Enqueue(value);
        if (queue.Count > _bufferLength)
        {
            queue.Dequeue();
        }
    }
}
