using Research.Alignment;

namespace Research.Experiments.BehaviorCloning;

/// <summary>
/// How motion becomes a target: divided by its deviation over the training set, axis by axis. No mean is subtracted, so that no
/// motion stays 0.
/// </summary>
/// <param name="Deviation">Pixels: dx, dy. 1 where the training set hardly varies.</param>
public sealed record MotionScaling(IReadOnlyList<double> Deviation)
{
    /// <summary>Deviations below it are none, in pixels.</summary>
    private const double LeastDeviation = 1e-6;

    /// <summary>The deviation of some training frames.</summary>
    /// <param name="motion">The session's motion.</param>
    /// <param name="frames">The frames whose motion is learnt, at least one.</param>
    public static MotionScaling Of(MotionTimeline motion, IReadOnlyCollection<int> frames)
    {
        ArgumentNullException.ThrowIfNull(motion);
        return new([.. motion.Deviation(frames).Select(deviation => deviation < LeastDeviation ? 1 : deviation)]);
    }

    /// <summary>The motion of some frames as targets: [N, 2], row-major.</summary>
    internal float[] Standardize(MotionTimeline motion, IReadOnlyList<int> frames) =>
        [.. frames.SelectMany(frame => Deviation.Select((deviation, axis) => (float)(motion[frame, axis] / deviation)))];

    /// <summary>Outputs as motion in pixels: [N, 2], row-major.</summary>
    internal float[] ToPixels(IReadOnlyList<float> outputs) =>
        [.. outputs.Select((output, i) => (float)(output * Deviation[i % 2]))];
}
