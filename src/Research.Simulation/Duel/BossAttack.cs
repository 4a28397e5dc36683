namespace Research.Simulation.Duel;

/// <summary>What the boss is seen to do, and what the game calls it: the numbers of <c>npc_animation</c>.</summary>
public enum BossAnimation
{
    /// <summary>Pacing.</summary>
    Pacing = 0,

    /// <summary>Winding up for a jab, or striking.</summary>
    Jab = 1,

    /// <summary>Winding up for a slash, or striking.</summary>
    Slash = 2,

    /// <summary>Winding up for an overhead blow, or striking.</summary>
    Overhead = 3,

    /// <summary>Winding up for a slam, or striking.</summary>
    Slam = 4,

    /// <summary>Recovering from a blow.</summary>
    Recovering = 5,

    /// <summary>Lowering the weapon after a feint.</summary>
    Lowering = 6,
}

/// <summary>One wind-up of the boss, and what becomes of it.</summary>
/// <param name="Move">The attack.</param>
/// <param name="Start">When the wind-up begins, seconds from the start of the episode.</param>
/// <param name="WindUp">How long it takes, seconds.</param>
/// <param name="CalledOff">When it is called off; null: it is meant.</param>
public sealed record BossAttack(AttackMove Move, double Start, double WindUp, double? CalledOff)
{
    /// <summary>From the end of the wind-up to the blow, seconds.</summary>
    public const double StrikeSeconds = 0.10;

    /// <summary>From the blow to the next pacing, seconds.</summary>
    public const double RecoverySeconds = 0.55;

    /// <summary>From the calling off of a feint to the next pacing, seconds.</summary>
    public const double LoweringSeconds = 0.30;

    /// <summary>Whether no blow comes of it.</summary>
    public bool IsFeint => CalledOff is not null;

    /// <summary>When the blow lands, or would land if the boss meant it.</summary>
    public double Lands => Start + WindUp + StrikeSeconds;

    /// <summary>When he paces again.</summary>
    public double End => CalledOff + LoweringSeconds ?? Lands + RecoverySeconds;

    /// <summary>What he is doing at a time within it, and when that began.</summary>
    internal (BossAnimation Animation, double Since) At(double time) => CalledOff is { } off && time >= off
        ? (BossAnimation.Lowering, off)
        : time < Lands ? ((BossAnimation)(1 + (int)Move), Start) : (BossAnimation.Recovering, Lands);

    /// <summary>The attacks of an episode, in order.</summary>
    /// <param name="seconds">Length of the episode; the last attack ends before it does.</param>
    /// <param name="random">Source of chance.</param>
    internal static IReadOnlyList<BossAttack> Draw(double seconds, Random random)
    {
        var attacks = new List<BossAttack>();
        double time = 0;
        while (true)
        {
            time += Distributions.LogNormal(random, 1.5, 0.45, 0.6, 5);
            var move = AttackMoves.Draw(random);
            double windUp = Distributions.LogNormal(random, move.WindUp(), 0.08, 0.8 * move.WindUp(), 1.25 * move.WindUp());
            double? off = random.NextDouble() < 0.25 ? time + windUp * (0.30 + 0.35 * random.NextDouble()) : null;
            var attack = new BossAttack(move, time, windUp, off);
            if (attack.End > seconds)
            {
                return attacks;
            }

            attacks.Add(attack);
            time = attack.End;
        }
    }
}
