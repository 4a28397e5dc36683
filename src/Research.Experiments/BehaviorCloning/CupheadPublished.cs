namespace Research.Experiments.BehaviorCloning;

/// <summary>Numbers that the Cuphead report prints, for comparison with ours.</summary>
public static partial class CupheadPublished
{
    /// <summary>Frames of the training session (appendix B).</summary>
    public const int TrainFrames = 14_791;

    /// <summary>Frames of the training session in which each action is held (appendix B).</summary>
    public static IReadOnlyDictionary<string, int> TrainFramesHeld { get; } = new Dictionary<string, int>
    {
        ["UP"] = 3980,
        ["DOWN"] = 60,
        ["LEFT"] = 869,
        ["RIGHT"] = 875,
        ["JUMP"] = 434,
        ["SHOOT"] = 8254,
        ["DASH"] = 105,
    };

    /// <summary>Percentage of all frames in which an action is held, with two digits as printed.</summary>
    public static double TrainPercent(string action) => Math.Round(100.0 * TrainFramesHeld[action] / TrainFrames, 2);

    /// <summary>The actions of the composite F1 (section 4.2).</summary>
    public static IReadOnlyList<string> CompositeActions { get; } = ["JUMP", "SHOOT", "DASH"];
}
