namespace Research.Simulation.Environments;

/// <summary>How a fight went.</summary>
/// <param name="Seed">Of the fight.</param>
/// <param name="IsKnockout">The boss was beaten.</param>
/// <param name="Seconds">Until the knock-out, the last heart or the limit.</param>
/// <param name="Hits">Hits that the player took, 0 to 3.</param>
/// <param name="Damage">Bullets that reached the boss, 0 to 900.</param>
/// <param name="Presses">Keys that went down.</param>
public sealed record FightResult(int Seed, bool IsKnockout, double Seconds, int Hits, int Damage, int Presses);
