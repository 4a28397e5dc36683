using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>The constants of the boss fight as an environment. <c>datasets/README.md</c> states the rules in words.</summary>
public static class BossFightRules
{
    /// <summary>Decisions, and frames, a second.</summary>
    public const int StepsPerSecond = 10;

    /// <summary>Seconds of a step.</summary>
    public const double StepSeconds = 0.1;

    /// <summary>Seconds after which a fight that nobody has won is truncated.</summary>
    public const double LimitSeconds = 180;

    /// <summary>Hits that the player survives, and the one he does not.</summary>
    public const int Hearts = 3;

    /// <summary>Seconds after a hit in which nothing hits the player.</summary>
    public const double InvulnerableSeconds = 2;

    /// <summary>Health of the boss, in bullets: the sum of its three phases.</summary>
    public const int BossHealth = 900;

    /// <summary>Hops until the player has to land: the jump and the spinning one.</summary>
    public const int Hops = 2;

    /// <summary>Seconds from the start of a dash to the earliest start of the next one.</summary>
    public const double DashRecharge = 0.6;

    /// <summary>Seconds between a boss's coming up and its first attack.</summary>
    public const double FirstAttackSeconds = 0.5;

    /// <summary>Reward for a hit that the player takes.</summary>
    public const double HitReward = -1;

    /// <summary>Reward for a knock-out. All damage together is worth 1.</summary>
    public const double KnockoutReward = 5;

    /// <summary>Seconds in which a boss that comes up rises.</summary>
    internal const double EmergeSeconds = 0.8;

    /// <summary>Seconds in which a beaten boss sinks.</summary>
    internal const double SinkSeconds = 1.2;

    /// <summary>Health of the boss at which a phase ends, in bullets.</summary>
    /// <param name="phase">The phase.</param>
    public static int HealthMark(BossKind phase) => phase switch { BossKind.Potato => 660, BossKind.Onion => 410, _ => 0 };
}
