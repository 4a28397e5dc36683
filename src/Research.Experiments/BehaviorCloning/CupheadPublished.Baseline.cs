namespace Research.Experiments.BehaviorCloning;

public static partial class CupheadPublished
{
    /// <summary>Frames in a fight of the training session: the rows of its dataset (appendix A.2).</summary>
    public const int TrainFightFrames = 9549;

    /// <summary>Frames in a fight of the test session, on which the report also validates (appendix A.2).</summary>
    public const int TestFightFrames = 590;

    /// <summary>Height of its frames in pixels (appendix A.2).</summary>
    public const int FrameHeight = 72;

    /// <summary>Width of its frames in pixels (appendix A.2).</summary>
    public const int FrameWidth = 128;

    /// <summary>Its channels: grey (appendix A.2).</summary>
    public const int FrameChannels = 1;

    /// <summary>Frames of the 580 windows' targets in which each action is held, from the row labels of figure 4.</summary>
    public static IReadOnlyDictionary<string, int> TestSupport { get; } = new Dictionary<string, int>
    {
        ["UP"] = 217,
        ["DOWN"] = 0,
        ["LEFT"] = 29,
        ["RIGHT"] = 36,
        ["JUMP"] = 21,
        ["SHOOT"] = 486,
        ["DASH"] = 4,
    };

    /// <summary>Validation error (MSE) of the phase-1 autoencoder after each of its ten epochs (appendix A.3.1).</summary>
    public static IReadOnlyList<double> BaselineAutoencoderValidationMse { get; } =
        [0.0106, 0.0077, 0.0065, 0.0059, 0.0054, 0.0052, 0.0049, 0.0047, 0.0045, 0.0044];

    /// <summary>Binary accuracy of the policies trained with cross-entropy, by the text (section 4.1).</summary>
    public const double BaselineBinaryAccuracy = 0.9731;

    /// <summary>Binary accuracy of the LSTM after its last epoch, by the log (appendix A.3.3).</summary>
    public const double BaselineLstmBinaryAccuracy = 0.9761;

    /// <summary>Binary accuracy of the GRU after its last epoch, by the log (appendix A.3.3).</summary>
    public const double BaselineGruBinaryAccuracy = 0.9751;

    /// <summary>Binary accuracy by the log, by the policy's name.</summary>
    public static IReadOnlyDictionary<string, double> BaselineBinaryAccuracies { get; } = new Dictionary<string, double>
    {
        ["LSTM"] = BaselineLstmBinaryAccuracy,
        ["GRU"] = BaselineGruBinaryAccuracy,
    };

    /// <summary>F1 of the policies trained with cross-entropy, by the text (section 4.1).</summary>
    public static IReadOnlyDictionary<string, double> BaselineF1 { get; } = new Dictionary<string, double>
    {
        ["UP"] = 1.00,
        ["LEFT"] = 0.00,
        ["JUMP"] = 0.00,
        ["SHOOT"] = 0.99,
        ["DASH"] = 0.00,
    };

    /// <summary>
    /// Milliseconds of a training step with a batch of 32 on the report's GPU, from its logs (appendix A.3 and A.5).
    /// </summary>
    public static IReadOnlyDictionary<string, double> MillisecondsPerStep { get; } = new Dictionary<string, double>
    {
        ["phase-1 autoencoder"] = 19,
        ["autoencoder, 128"] = 20,
        ["autoencoder, 1024"] = 26,
        ["policy on latents"] = 6,
        ["policy on 18,432 numbers"] = 23,
    };
}
