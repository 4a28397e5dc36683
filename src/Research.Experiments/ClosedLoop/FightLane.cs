using Research.Simulation.Environments;

namespace Research.Experiments.ClosedLoop;

/// <summary>One of the fights that are played side by side.</summary>
/// <param name="sprites">Pictures that all lanes share.</param>
/// <param name="mixed">An expert who labels the fight and plays a part of it; null: the policy plays alone.</param>
internal sealed class FightLane(BossFightSprites sprites, MixedPlay? mixed) : IDisposable
{
    private const ulong SampledKeys = 6000, WhoPlays = 6001;

    private readonly BossFightEnvironment _environment = new(sprites);
    private readonly FightExpert _expert = new(ExpertTiming.Reflex, labels: true);
    private readonly float[] _state = new float[BossFightState.Length];
    private readonly List<uint> _labels = [];
    private SeededStream _chance, _turns;
    private FightTally? _tally;
    private bool _isDone, _expertPlays;
    private int _index;

    /// <summary>Begins a fight.</summary>
    /// <param name="index">Its place in the list.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="frame">Takes the first frame.</param>
    public void Begin(int index, int seed, Span<byte> frame)
    {
        (_index, _tally, _isDone) = (index, new FightTally(seed), false);
        (_chance, _turns) = (SeededStream.Of((ulong)seed, SampledKeys), SeededStream.Of((ulong)seed, WhoPlays));
        _labels.Clear();
        _expert.Reset(seed);
        _environment.Reset(seed, frame);
    }

    /// <summary>Makes a step, unless there is no fight.</summary>
    /// <param name="probabilities">[A], of the policy.</param>
    /// <param name="choice">How they become keys.</param>
    /// <param name="frame">Takes the frame after the step.</param>
    public void Step(ReadOnlySpan<float> probabilities, KeyChoice choice, Span<byte> frame)
    {
        if (_tally is null || _isDone)
        {
            return;
        }

        uint keys = choice.Of(probabilities, ref _chance);
        if (mixed is not null)
        {
            if (_labels.Count % MixedPlay.Stretch == 0)
            {
                _expertPlays = _turns.Chance(mixed.Beta);
            }

            uint label = _expert.Act(_environment.WriteState(_state));
            _labels.Add(label);
            keys = _expertPlays ? label : keys;
        }

        _isDone = _tally.Add(keys, _environment.Step(keys, frame));
    }

    /// <summary>The fight and its place in the list, once, if it has ended.</summary>
    public (int Index, PlayedFight Fight)? TakeFight()
    {
        if (!_isDone || _tally is null)
        {
            return null;
        }

        var fight = _tally.Fight;
        _tally = null;
        return (_index, mixed is null ? fight : fight with { Labels = [.. _labels] });
    }

    /// <inheritdoc/>
    public void Dispose() => _environment.Dispose();
}
