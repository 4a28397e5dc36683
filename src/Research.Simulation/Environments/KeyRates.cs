using Research.Alignment;

namespace Research.Simulation.Environments;

/// <summary>How often each key is pressed, and how long it is held.</summary>
/// <param name="PressesPerSecond">[7], in the order of <see cref="ActionSet.Cuphead"/>; presses a second while the key is
/// up.</param>
/// <param name="HeldSteps">[7], mean steps of a press, at least 1.</param>
public sealed record KeyRates(IReadOnlyList<double> PressesPerSecond, IReadOnlyList<double> HeldSteps)
{
    /// <summary>Measures a player over some fights.</summary>
    /// <param name="environment">Where.</param>
    /// <param name="player">Who.</param>
    /// <param name="seeds">Seeds of the fights; of those to learn from.</param>
    public static KeyRates Measure(BossFightEnvironment environment, IFightPlayer player, IEnumerable<int> seeds)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        int count = ActionSet.Cuphead.Count;
        var (presses, held) = (new int[count], new int[count]);
        int steps = 0;
        foreach (int seed in seeds)
        {
            uint last = 0;
            foreach (uint keys in PlayedFight.Play(environment, player, seed).Keys)
            {
                steps++;
                for (int key = 0; key < count; key++)
                {
                    held[key] += (int)(keys >> key & 1);
                    presses[key] += (int)((keys & ~last) >> key & 1);
                }

                last = keys;
            }
        }

        return new KeyRates(
            [.. Enumerable.Range(0, count).Select(key =>
                presses[key] / Math.Max(1.0, steps - held[key]) * BossFightRules.StepsPerSecond)],
            [.. Enumerable.Range(0, count).Select(key => presses[key] > 0 ? (double)held[key] / presses[key] : 1)]);
    }
}
