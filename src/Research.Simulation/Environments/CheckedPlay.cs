using OpenCvSharp;

namespace Research.Simulation.Environments;

/// <summary>An environment that <see cref="EnvironmentCheck"/> plays, and what its last reset or step returned.</summary>
internal sealed class CheckedPlay(IEnvironment environment, IReadOnlyCollection<string> clockKeys) : IDisposable
{
    private const int GuardBytes = 16;

    private readonly byte[] _buffer = new byte[environment.ObservationSpace.Size + GuardBytes];
    private readonly Dictionary<string, double> _info = [];
    private StepResult _result;
    private int _moments;

    /// <summary>What is different about this way of playing, for a message.</summary>
    public string Difference { get; init; } = "";

    /// <summary>What the buffer holds before every reset and step.</summary>
    public byte Fill { get; init; } = 0xAA;

    /// <summary>Whether observations are asked for.</summary>
    public bool HasBuffer { get; init; } = true;

    /// <summary>Whether other episodes are played first.</summary>
    public bool HasPlayed { get; init; }

    /// <summary>Whether pictures are painted, after every tenth reset or step.</summary>
    public bool Renders { get; init; }

    public long Actions => environment.ActionSpace.Count;

    public bool IsDone => _result.IsDone;

    private Span<byte> Observation => _buffer.AsSpan(0, environment.ObservationSpace.Size);

    public void Start()
    {
        var stream = new SeededStream(1);
        bool isUnderWay = false;
        for (int step = 0; HasPlayed && step < 50; step++)
        {
            if (isUnderWay)
            {
                isUnderWay = !environment.Step((uint)(stream.NextDouble() * Actions), Observation).IsDone;
            }
            else
            {
                environment.Reset(step == 0 ? 12_345 : null, Observation);
                isUnderWay = true;
            }
        }
    }

    /// <returns>A fault; null where there is none.</returns>
    public string? Reset(int? seed)
    {
        bool hasEnded = IsDone;
        if (hasEnded && HasPlayed && AcceptsStep())
        {
            return "found no exception for a step after the end of the episode; expected InvalidOperationException.";
        }

        Array.Fill(_buffer, Fill);
        var info = environment.Reset(seed, HasBuffer ? Observation : []);
        return Keep(new StepResult(0, Terminated: false, Truncated: false, info));
    }

    /// <inheritdoc cref="Reset"/>
    public string? Step(uint action)
    {
        Array.Fill(_buffer, Fill);
        // Of the longer buffer only the observation may be written.
        var result = environment.Step(action, HasBuffer ? _buffer : []);
        return result is { Terminated: true, Truncated: true }
                ? "found an episode that is terminated and truncated; expected one of the two."
            : !float.IsFinite(result.Reward) ? $"found the reward {result.Reward}; expected a finite number."
            : Keep(result);
    }

    /// <summary>The first thing in which this play differs from the first one.</summary>
    public string? Compare(CheckedPlay first)
    {
        if (this == first)
        {
            return null;
        }

        int at = HasBuffer ? Observation.CommonPrefixLength(first.Observation) : Observation.Length;
        string? key = _info.Keys.Union(first._info.Keys).FirstOrDefault(name => !clockKeys.Contains(name)
            && (!_info.TryGetValue(name, out double mine) || !first._info.TryGetValue(name, out double other)
                || !mine.Equals(other)));
        string? what = _result.Reward != first._result.Reward ? "reward"
            : _result.Terminated != first._result.Terminated || _result.Truncated != first._result.Truncated ? "end"
            : at < Observation.Length ? $"byte {at} of the observation"
            : key is not null ? $"info '{key}'" : null;
        return what is null ? null : $"{Difference}: found another {what}; expected the same.";
    }

    public void Dispose() => environment.Dispose();

    private bool AcceptsStep()
    {
        try
        {
            environment.Step(0, Observation);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private string? Keep(StepResult result)
    {
        _result = result;
        _info.Clear();
        foreach (string key in result.Info.Keys)
        {
            if (result.Info.TryGetValue(key, out double value))
            {
                _info[key] = value;
            }
        }

        return !result.Info.Keys.SequenceEqual(environment.InfoKeys)
                ? $"found the info keys {EnvironmentCheck.Names(result.Info.Keys)}; expected "
                    + $"{EnvironmentCheck.Names(environment.InfoKeys)}, as InfoKeys says."
            : _buffer.AsSpan(environment.ObservationSpace.Size).ContainsAnyExcept(Fill)
                ? "found bytes beyond the observation that were written; expected them as they were."
            : Renders && _moments++ % 10 == 0 ? Render() : null;
    }

    private string? Render()
    {
        using var frame = new Mat();
        environment.Render(frame);
        return frame.Type() == MatType.CV_8UC3 && frame.Size() == environment.RenderSize ? null
            : $"found a picture of {frame.Width}×{frame.Height} and type {frame.Type()}; expected 8-bit BGR of "
                + $"{environment.RenderSize.Width}×{environment.RenderSize.Height}, as RenderSize says.";
    }
}
