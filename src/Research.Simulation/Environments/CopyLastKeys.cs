namespace Research.Simulation.Environments;

/// <summary>
/// The copy baseline in closed loop: another player chooses until he first holds a key; from then on the last keys are repeated.
/// Its score on frames is high, for most frames have the keys of the frame before.
/// </summary>
/// <param name="first">Who chooses the first keys.</param>
public sealed class CopyLastKeys(IFightPlayer first) : IFightPlayer
{
    /// <inheritdoc/>
    public string Name => "copy the last keys";

    /// <inheritdoc/>
    public void Reset(int seed) => first.Reset(seed);

    /// <inheritdoc/>
    public uint Act(BossFightState state) => state.Keys != 0 ? state.Keys : first.Act(state);
}
