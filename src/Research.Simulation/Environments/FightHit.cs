using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>A hit that the player took.</summary>
/// <param name="Seconds">Since the start of the fight.</param>
/// <param name="Attack">What hit.</param>
/// <param name="Phase">The boss of that time.</param>
public sealed record FightHit(double Seconds, AttackKind Attack, BossKind Phase);
