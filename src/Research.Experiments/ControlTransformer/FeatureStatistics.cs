using Research.Sessions.Controls;

namespace Research.Experiments.ControlTransformer;

/// <summary>
/// Means and deviations that make sensed numbers comparable: those of the recordings to learn from, and of no others.
/// </summary>
/// <param name="Mean">[671]; 0 for history.</param>
/// <param name="Deviation">[671], of all frames (divided by N); 1 for history, and where it is below 1e-6.</param>
/// <remarks>History is taken as it is, so that a dropped entry is the 0 that the document says.</remarks>
public sealed record FeatureStatistics(IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation)
{
    /// <summary>Statistics of recordings.</summary>
    /// <param name="recordings">Those to learn from.</param>
    public static FeatureStatistics Of(IReadOnlyList<ControlRecording> recordings)
    {
        ArgumentNullException.ThrowIfNull(recordings);
        var (sums, squares) = (new double[ControlLayout.Sensors], new double[ControlLayout.Sensors]);
        long frames = recordings.Sum(r => (long)r.FrameCount);
        float[][] sensed = [.. recordings.Select(InputFeatures.Of)];
        ForEach(sensed, (column, value) => sums[column] += value);
        double[] means = [.. sums.Select(sum => sum / frames)];
        ForEach(sensed, (column, value) => squares[column] += (value - means[column]) * (value - means[column]));
        var deviations = squares.Select(square => Math.Sqrt(square / frames))
            .Select(deviation => deviation < 1e-6 ? 1 : (float)deviation);
        return new(
            [.. means.Select(mean => (float)mean), .. Enumerable.Repeat(0f, ControlLayout.History)],
            [.. deviations, .. Enumerable.Repeat(1f, ControlLayout.History)]);
    }

    /// <summary>z-scores of frames' sensed numbers, in place: [N, 531].</summary>
    internal void Apply(Span<float> sensed)
    {
        for (int i = 0, column = 0; i < sensed.Length; i++, column = column + 1 == ControlLayout.Sensors ? 0 : column + 1)
        {
            sensed[i] = (sensed[i] - Mean[column]) / Deviation[column];
        }
    }

    private static void ForEach(float[][] recordings, Action<int, double> visit)
    {
        foreach (float[] sensed in recordings)
        {
            for (int i = 0, column = 0; i < sensed.Length; i++, column = column + 1 == ControlLayout.Sensors ? 0 : column + 1)
            {
                visit(column, sensed[i]);
            }
        }
    }
}
