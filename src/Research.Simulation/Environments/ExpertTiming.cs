namespace Research.Simulation.Environments;

/// <summary>What makes an expert human.</summary>
public sealed record ExpertTiming
{
    /// <summary>A person: the default constants, fixed before any policy was trained.</summary>
    public static ExpertTiming Human { get; } = new();

    /// <summary>The same knowledge without reaction time, errors or key lengths: an upper bound.</summary>
    public static ExpertTiming Reflex { get; } =
        new() { ReactionMedian = 0, MissRate = 0, FalseAlarmRate = 0, LeadError = 0, HoldsLikeHuman = false };

    /// <summary>
    /// Median reaction time in seconds; the deviation of its logarithm is 0.2, the limits are 0.12 and 0.6 s. 0 for none.
    /// </summary>
    public double ReactionMedian { get; init; } = 0.22;

    /// <summary>Probability that an attack is not noticed at all.</summary>
    public double MissRate { get; init; } = 0.03;

    /// <summary>Probability that a decoy is answered like a threat.</summary>
    public double FalseAlarmRate { get; init; } = 0.03;

    /// <summary>Standard deviation, in seconds, of how long before the touch a key goes down.</summary>
    public double LeadError { get; init; } = 0.05;

    /// <summary>Whether keys are held for log-normal times (medians: JUMP 0.17 s, DASH 0.15 s); otherwise for one step.</summary>
    public bool HoldsLikeHuman { get; init; } = true;
}
