namespace Research.Simulation.Environments;

/// <summary>Presses each key by chance, as often and as long as somebody else does, whatever happens.</summary>
/// <param name="rates">How often and how long; both are geometric.</param>
public sealed class RandomKeys(KeyRates rates) : IFightPlayer
{
    private SeededStream _chance;
    private uint _held;

    /// <inheritdoc/>
    public string Name => "random keys";

    /// <inheritdoc/>
    public void Reset(int seed) => (_chance, _held) = (SeededStream.Of((ulong)seed, 4000), 0);

    /// <inheritdoc/>
    public uint Act(BossFightState state)
    {
        for (int key = 0; key < rates.PressesPerSecond.Count; key++)
        {
            bool isHeld = (_held >> key & 1) != 0;
            double change = isHeld ? 1 / rates.HeldSteps[key] : rates.PressesPerSecond[key] * BossFightRules.StepSeconds;
            _held ^= _chance.Chance(change) ? 1u << key : 0;
        }

        return _held;
    }
}
