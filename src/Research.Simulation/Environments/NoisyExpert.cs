namespace Research.Simulation.Environments;

/// <summary>
/// The expert with noise injected (DART: Laskey et al. 2017, "Noise injection for robust imitation learning"): in some seconds,
/// random keys are held in place of his. So his fights have states that he does not reach by himself, and what leads back from
/// them.
/// </summary>
/// <remarks>
/// The labels of a fight are not the keys that were held, but what an expert without reaction time would press at each step. They
/// are the labels of DAgger, but no learner has to play for them.
/// </remarks>
/// <param name="noise">Probability that random keys are held for a second of the fight, in [0, 1].</param>
public sealed class NoisyExpert(double noise) : IFightPlayer
{
    private const ulong Noise = 5000;

    /// <summary>Walks and jumps more often than anybody would, so that each second of noise matters.</summary>
    private static readonly KeyRates Rates = new([0.5, 0.2, 0.8, 0.8, 0.8, 0.5, 0.5], [4, 3, 4, 4, 2, 20, 1.5]);

    private readonly FightExpert _plays = new(), _asks = new(ExpertTiming.Reflex, labels: true);
    private readonly RandomKeys _random = new(Rates);
    private readonly List<uint> _labels = [];
    private SeededStream _chance;
    private bool _isNoise;

    /// <inheritdoc/>
    public string Name => "noisy expert";

    /// <inheritdoc/>
    public void Reset(int seed)
    {
        _chance = SeededStream.Of((ulong)seed, Noise);
        _labels.Clear();
        _plays.Reset(seed);
        _asks.Reset(seed);
        _random.Reset(seed);
    }

    /// <inheritdoc/>
    public uint Act(BossFightState state)
    {
        if (_labels.Count % BossFightRules.StepsPerSecond == 0)
        {
            _isNoise = _chance.Chance(noise);
        }

        _labels.Add(_asks.Act(state));
        var (own, random) = (_plays.Act(state), _random.Act(state)); // both continue during the other's seconds
        return _isNoise ? random : own;
    }

    /// <summary>Plays one fight to its end.</summary>
    /// <param name="environment">Where.</param>
    /// <param name="seed">Seed of the fight, of the expert's chance and of the noise.</param>
    /// <returns>The fight, with the keys that were held, and the labels.</returns>
    public PlayedFight Play(BossFightEnvironment environment, int seed)
    {
        var fight = PlayedFight.Play(environment, this, seed);
        return fight with { Labels = [.. _labels] };
    }
}
