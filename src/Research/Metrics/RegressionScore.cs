namespace Research.Metrics;

/// <summary>How well a predicted number follows the true one over some rows.</summary>
/// <remarks>
/// Studies of the mouse's motion report both beside each other, such as Choi et al. 2025, "D2E": the correlation says whether
/// motion comes at the right time and in the right direction, the scale whether it is as large as the player's. The slope of a
/// least-squares line is the product of the two, so that it would show the correlation again; the scale is therefore the ratio of
/// the standard deviations.
/// </remarks>
/// <param name="Correlation">
/// Pearson's correlation, from −1 to 1; null where the truth or the prediction is the same in all rows, or there is no row.
/// </param>
/// <param name="Scale">
/// The standard deviation of the prediction over that of the truth, at least 0, best 1; null where the truth is the same in all
/// rows, or there is no row.
/// </param>
public sealed record RegressionScore(double? Correlation, double? Scale)
{
    /// <summary>Scores a prediction.</summary>
    /// <param name="truth">[N]</param>
    /// <param name="predicted">[N]</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static RegressionScore Of(IReadOnlyList<double> truth, IReadOnlyList<double> predicted)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        if (truth.Count != predicted.Count)
        {
            throw new ArgumentException($"Found {predicted.Count} predicted numbers; expected {truth.Count}, as many as true ones.",
                nameof(predicted));
        }

        return Of(truth, predicted, [new RowRange(0, truth.Count)]);
    }

    /// <summary>Scores some rows, of which one may come several times.</summary>
    internal static RegressionScore Of(
        IReadOnlyList<double> truth, IReadOnlyList<double> predicted, IReadOnlyList<RowRange> rows)
    {
        int count = rows.Sum(range => range.Count);
        double meanTruth = 0, meanPredicted = 0, truths = 0, products = 0, predictions = 0;
        foreach (var range in rows)
        {
            for (int row = range.First; row < range.End; row++)
            {
                (meanTruth, meanPredicted) = (meanTruth + truth[row] / count, meanPredicted + predicted[row] / count);
            }
        }

        foreach (var range in rows)
        {
            for (int row = range.First; row < range.End; row++)
            {
                double t = truth[row] - meanTruth, p = predicted[row] - meanPredicted;
                (truths, products, predictions) = (truths + t * t, products + t * p, predictions + p * p);
            }
        }

        bool varies = truths > Least(meanTruth), follows = predictions > Least(meanPredicted);
        return new(
            varies && follows ? Math.Clamp(products / Math.Sqrt(truths * predictions), -1, 1) : null,
            !varies ? null : follows ? Math.Sqrt(predictions / truths) : 0);

        // Equal numbers differ from their rounded mean by about its last digit.
        double Least(double mean) => count * Math.Pow(1e-12 * mean, 2);
    }
}
