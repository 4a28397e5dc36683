namespace Research.Experiments.BehaviorCloning;

/// <summary>Numbers printed in the Cuphead report, to stand beside ours.</summary>
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

    /// <summary>The same in percent of all frames, as printed: two digits.</summary>
    public static double TrainPercent(string action) => Math.Round(100.0 * TrainFramesHeld[action] / TrainFrames, 2);

    /// <summary>The actions of the composite F1 (section 4.2).</summary>
    public static IReadOnlyList<string> CompositeActions { get; } = ["JUMP", "SHOOT", "DASH"];
}
