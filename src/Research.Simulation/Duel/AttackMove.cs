namespace Research.Simulation.Duel;

/// <summary>The boss's attacks, by the length of their wind-ups.</summary>
public enum AttackMove
{
    /// <summary>A thrust, level and low.</summary>
    Jab,

    /// <summary>A swing from behind the shoulder.</summary>
    Slash,

    /// <summary>A blow from above the head.</summary>
    Overhead,

    /// <summary>A blow from a crouch, held back for as long as it takes to make a player impatient.</summary>
    Slam,
}

/// <summary>What the attacks differ in; datasets/README.md, rules 2 and 5.</summary>
internal static class AttackMoves
{
    /// <summary>Median length of the wind-up, seconds.</summary>
    public static double WindUp(this AttackMove move) => move switch
    {
        AttackMove.Jab => 0.40,
        AttackMove.Slash => 0.65,
        AttackMove.Overhead => 0.95,
        _ => 1.40,
    };

    /// <summary>How far the blow goes, units.</summary>
    public static double Reach(this AttackMove move) => move switch
    {
        AttackMove.Jab => 78,
        AttackMove.Slash => 84,
        AttackMove.Overhead => 88,
        _ => 96,
    };

    /// <summary>One of the attacks, each as often as the rules say.</summary>
    public static AttackMove Draw(Random random) => random.NextDouble() switch
    {
        < 0.2 => AttackMove.Jab,
        < 0.5 => AttackMove.Slash,
        < 0.8 => AttackMove.Overhead,
        _ => AttackMove.Slam,
    };
}
