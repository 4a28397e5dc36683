using System.Numerics.Tensors;
using MathNet.Numerics.Statistics;

namespace Research.Checking;

/// <summary>
/// By how much the keys of a log are late or early against the pictures: held keys are predicted from changes of the picture by
/// linear regression, for keys that are moved by each lag; the lag of the best prediction on held-out frames is the shift.
/// </summary>
/// <param name="Seconds">The lag of the best prediction; positive where keys are logged later than the picture shows them.</param>
/// <param name="Score">Mean correlation of predicted and held keys at that lag, on held-out frames.</param>
/// <param name="UsualScore">The best of all lags that a recording may have.</param>
/// <param name="Noise">Mean of the scores at lags that nothing can explain.</param>
/// <param name="Deviation">Their standard deviation.</param>
internal sealed record LabelShift(double Seconds, double Score, double UsualScore, double Noise, double Deviation)
{
    /// <summary>
    /// Lags, in seconds, that a right recording has. A picture follows a key after the game's, the screen's and the capture's
    /// delay, together at most half a second. A player follows the picture after his reaction, which takes a fifth of a second, and
    /// a whole one where he has to choose; then the picture is before the key.
    /// </summary>
    public const double EarliestUsual = -0.5, LatestUsual = 1.0;

    /// <summary>Seconds of the longest lag that is looked for.</summary>
    public const double Longest = 10;

    /// <summary>
    /// Standard deviations above the noise from which a score is none: of 200 lags that mean nothing, the best is some three
    /// deviations above their mean, and one beyond five comes once in ten thousand sessions.
    /// </summary>
    private const double Clear = 5;

    /// <summary>Standard deviations by which the best lag must be better than every usual one, of which one is high by chance.</summary>
    private const double ClearlyBetter = 3;

    /// <summary>Share of the best score above noise that usual lags may have at most: keys that are held long score there too.</summary>
    private const double MostUsual = 0.75;

    private const double FirstNoise = 15, LastNoise = 45; // seconds

    /// <summary>Whether the pictures tell the lag at all.</summary>
    public bool IsKnown => Score > Noise + Clear * Deviation;

    /// <summary>Whether keys are on other frames than in any right recording.</summary>
    public bool IsShifted => IsKnown && (Seconds < EarliestUsual || Seconds > LatestUsual)
        && Score > UsualScore + ClearlyBetter * Deviation && UsualScore - Noise < MostUsual * (Score - Noise);

    /// <summary>Finds the lag.</summary>
    /// <param name="features">[components][rows]: of mean 0 and variance 1.</param>
    /// <param name="held">[actions][steps]: 1 where an action is held, else 0; of the session from its start to its end.</param>
    /// <param name="rows">The step of each row.</param>
    /// <param name="step">Seconds of a step.</param>
    public static LabelShift Of(float[][] features, float[][] held, int[] rows, double step)
    {
        int longest = (int)Math.Round(Longest / step);
        double[] scores = [.. Enumerable.Range(-longest, 2 * longest + 1).AsParallel().AsOrdered()
            .Select(lag => ScoreAt(features, held, rows, lag))];
        int[] far = [.. Enumerable.Range((int)Math.Ceiling(FirstNoise / step), (int)((LastNoise - FirstNoise) / step))
            .Where(lag => lag % 10 == 0).SelectMany(lag => (int[])[lag, -lag])];
        double[] noise = [.. far.AsParallel().AsOrdered().Select(lag => ScoreAt(features, held, rows, lag))];
        int best = Array.IndexOf(scores, scores.Max());
        double usual = scores.Where((_, i) => (i - longest) * step is >= EarliestUsual - 1e-9 and <= LatestUsual + 1e-9).Max();
        return new LabelShift((best - longest) * step, scores[best], usual, noise.Mean(), noise.StandardDeviation());
    }

    /// <summary>
    /// Mean correlation over the actions. One half of the rows is held out; then the other.
    /// </summary>
    private static double ScoreAt(float[][] features, float[][] held, int[] rows, int lag)
    {
        double sum = 0;
        foreach (float[] action in held)
        {
            float[] moved = [.. rows.Select(row => action[Math.Clamp(row + lag, 0, action.Length - 1)])];
            sum += Correlation(features, moved, 0, rows.Length / 2) + Correlation(features, moved, rows.Length / 2, rows.Length);
        }

        return sum / (2 * held.Length);
    }

    /// <summary>Correlation on the rows from start to end of a regression that was fitted to all others.</summary>
    private static double Correlation(float[][] features, float[] moved, int start, int end)
    {
        int fitted = moved.Length - (end - start);
        float mean = (TensorPrimitives.Sum<float>(moved) - TensorPrimitives.Sum<float>(moved.AsSpan(start, end - start))) / fitted;
        float[] centred = [.. moved.Select(value => value - mean)], predicted = new float[end - start];
        foreach (float[] feature in features)
        {
            var all = feature.AsSpan();
            float weight = (TensorPrimitives.Dot<float>(all, centred)
                - TensorPrimitives.Dot<float>(all[start..end], centred.AsSpan(start, end - start))) / fitted;
            TensorPrimitives.MultiplyAdd(all[start..end], weight, predicted, predicted);
        }

        double correlation = MathNet.Numerics.Statistics.Correlation.Pearson(predicted.Select(value => (double)value),
            centred[start..end].Select(value => (double)value));
        return double.IsNaN(correlation) ? 0 : correlation;
    }
}
