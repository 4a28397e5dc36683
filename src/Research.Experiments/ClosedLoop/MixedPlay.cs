using Research.Simulation.Environments;

namespace Research.Experiments.ClosedLoop;

/// <summary>An expert who plays a share of the time and labels all of it.</summary>
/// <param name="Beta">Probability that the expert plays a second of the fight, in [0, 1]: DAgger's β.</param>
internal sealed record MixedPlay(double Beta)
{
    /// <summary>Steps that one of the two plays before it is drawn again: a second. Keys need time to have an effect.</summary>
    public const int Stretch = BossFightRules.StepsPerSecond;
}
