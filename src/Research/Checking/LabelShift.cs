using System.Numerics.Tensors;
using MathNet.Numerics.Statistics;

namespace Research.Checking;

/// <summary>
/// By how much the keys of a log are late or early against the pictures: held keys are predicted from changes of the picture by
/// linear regression, for keys that are moved by each lag; the lag of the best prediction on held-out frames is the shift.
/// </summary>
/// <remarks>
/// Lags of 12 seconds and more, which nothing can explain, give each action's chance correlation and its deviation. The score
/// of a lag is the length of the vector of the actions' correlations above chance, in deviations: an action that the picture does
/// not show adds nothing, and does not dilute the others.
/// </remarks>
/// <param name="Seconds">The lag of the best score; positive where keys are logged later than the picture shows them.</param>
/// <param name="Score">The score at that lag.</param>
/// <param name="UsualScore">The best of all lags that a recording may have.</param>
/// <param name="Noise">Mean of the scores at lags that nothing can explain.</param>
/// <param name="Deviation">Their standard deviation.</param>
internal sealed record LabelShift(double Seconds, double Score, double UsualScore, double Noise, double Deviation)
{

    /// <summary>
    /// Lags, in seconds, that a right recording has. A picture follows a key after the game's, the screen's and the capture's
    /// delay, together at most half a second. A player follows the picture after his reaction, which takes a fifth of a second,
    /// and a second where he has to choose; then the picture is before the key.
    /// </summary>
    public const double EarliestUsual = -0.5, LatestUsual = 1.0;

    /// <summary>Seconds of the longest lag that is looked for.</summary>
    public const double Longest = 10;

    /// <summary>
    /// Standard deviations above the noise from which the lag is known: of 200 lags that mean nothing, the best is some three
    /// deviations above their mean.
    /// </summary>
    private const double Known = 6;

    /// <summary>
    /// The same for a claim that a session is wrong. A game has a rhythm of its own, in which the picture fits at a lag of a
    /// second or two which keys come; in a minute of simulated fights it reached seven deviations once in twenty, and the keys
    /// themselves eight to fifteen.
    /// </summary>
    private const double Claimed = 9;

    /// <summary>Standard deviations by which the best lag must be better than every usual one: some of these are high by chance.
    /// </summary>
    private const double ClearlyBetter = 3;

    /// <summary>Share of the best score above noise that usual lags may have: keys that are held long score there too.</summary>
    private const double MostUsual = 0.6;

    private const double FirstNoise = 12, LastNoise = 90; // seconds

    private const int NoiseLags = 60;

    /// <summary>Whether the pictures tell the lag at all.</summary>
    public bool IsKnown => Score > Noise + Known * Deviation;

    /// <summary>Whether keys are on other frames than in any right recording.</summary>
    public bool IsShifted => Score > Noise + Claimed * Deviation && (Seconds < EarliestUsual || Seconds > LatestUsual)
        && Score > UsualScore + ClearlyBetter * Deviation && UsualScore - Noise < MostUsual * (Score - Noise);

    /// <summary>Finds the lag.</summary>
    /// <param name="features">[components][rows]: of mean 0 and variance 1.</param>
    /// <param name="held">[actions][steps]: how far each action is held; of the session from its start to its end, 40 s at least.
    /// </param>
    /// <param name="rows">The step of each row.</param>
    /// <param name="step">Seconds of a step.</param>
    public static LabelShift Of(float[][] features, float[][] held, int[] rows, double step)
    {
        int longest = (int)Math.Round(Longest / step);
        int nearest = (int)Math.Ceiling(FirstNoise / step), steps = held[0].Length;
        double spread = Math.Min(steps - 2 * nearest, LastNoise / step) / NoiseLags;
        int[] far = [.. Enumerable.Range(0, NoiseLags).Select(i => nearest + (int)(i * spread))];
        double[][] chance = [.. far.AsParallel().AsOrdered().Select(lag => Correlations(features, held, rows, lag))];
        double[] mean = [.. held.Select((_, action) => chance.Select(all => all[action]).Mean())];
        double[] deviation = [.. held.Select((_, action) => chance.Select(all => all[action]).StandardDeviation())];
        double Length(double[] correlations) => Math.Sqrt(correlations.Select((value, action) =>
            deviation[action] > 0 ? Math.Max(0, value - mean[action]) / deviation[action] : 0).Sum(z => z * z));
        double[] scores = [.. Enumerable.Range(-longest, 2 * longest + 1).AsParallel().AsOrdered()
            .Select(lag => Length(Correlations(features, held, rows, lag)))];
        double[] noise = [.. chance.Select(Length)];
        int best = Array.IndexOf(scores, scores.Max());
        double usual = scores.Where((_, i) => (i - longest) * step is >= EarliestUsual - 1e-9 and <= LatestUsual + 1e-9).Max();
        return new LabelShift((best - longest) * step, scores[best], usual, noise.Mean(), noise.StandardDeviation());
    }

    /// <summary>Each action's correlation: one half of the rows is held out, then the other. Lags go round the session.</summary>
    private static double[] Correlations(float[][] features, float[][] held, int[] rows, int lag) => [.. held.Select(action =>
    {
        float[] moved = [.. rows.Select(row => action[(row + lag + action.Length) % action.Length])];
        int half = rows.Length / 2;
        return (Correlation(features, moved, 0, half) + Correlation(features, moved, half, rows.Length)) / 2;
    })];

    /// <summary>Correlation on the rows from start to end of a regression that was fitted to all others.</summary>
    private static double Correlation(float[][] features, float[] moved, int start, int end)
    {
        int fitted = moved.Length - (end - start);
        float heldOut = TensorPrimitives.Sum<float>(moved.AsSpan(start, end - start));
        float mean = (TensorPrimitives.Sum<float>(moved) - heldOut) / fitted;
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
