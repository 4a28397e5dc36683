using System.Numerics;
using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>Counts a fight while it is played.</summary>
/// <param name="seed">Of the fight.</param>
internal sealed class FightTally(int seed)
{
    private readonly List<uint> _keys = [];
    private readonly List<FightHit> _hits = [];
    private int _damage, _presses;
    private FightResult? _result;

    /// <summary>The fight, once it has ended.</summary>
    public PlayedFight Fight => new(_result ?? throw new InvalidOperationException("The fight has not ended."), _keys, _hits);

    /// <summary>Adds a step.</summary>
    /// <param name="keys">What was held.</param>
    /// <param name="step">What came of it.</param>
    /// <returns>Whether the fight has ended with it.</returns>
    public bool Add(uint keys, StepResult step)
    {
        _presses += BitOperations.PopCount(keys & ~(_keys.Count > 0 ? _keys[^1] : 0));
        _keys.Add(keys);
        _damage += (int)step.Info["damage"];
        if (step.Info.TryGetValue("hit", out double attack))
        {
            _hits.Add(new FightHit(step.Info["time"], (AttackKind)(int)attack, (BossKind)(int)step.Info["phase"]));
        }

        if (step.IsDone)
        {
            _result = new FightResult(
                seed, step.Info["knockout"] > 0, step.Info["time"], _hits.Count, _damage, _presses);
        }

        return step.IsDone;
    }
}
