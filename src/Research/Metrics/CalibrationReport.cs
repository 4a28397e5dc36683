namespace Research.Metrics;

/// <summary>Predictions of about the same probability.</summary>
/// <param name="Probability">Their mean.</param>
/// <param name="Frequency">How often what they predict happened.</param>
/// <param name="Count">How many there are.</param>
public sealed record CalibrationBin(double Probability, double Frequency, int Count);

/// <summary>
/// Whether what is said to be 30 % likely happens three times in ten: the reliability curve, and its distance from the diagonal.
/// </summary>
/// <remarks>
/// The bins are scikit-learn's <c>calibration_curve(strategy="uniform")</c>. Source of the error: Naeini et al. 2015.
/// </remarks>
/// <param name="Bins">The reliability curve: bins of equal width that have predictions.</param>
/// <param name="ExpectedError">Mean distance of probability and frequency, bins weighted by their counts.</param>
/// <param name="BrierScore">Mean squared distance of each probability from what happened.</param>
public sealed record CalibrationReport(IReadOnlyList<CalibrationBin> Bins, double ExpectedError, double BrierScore)
{
    /// <summary>Sorts predictions into bins.</summary>
    /// <param name="labels">What happened.</param>
    /// <param name="probabilities">What was said, in [0, 1].</param>
    /// <param name="bins">Number of bins.</param>
    /// <exception cref="ArgumentException">The two differ in length, or there is none.</exception>
    public static CalibrationReport Of(IReadOnlyList<bool> labels, IReadOnlyList<float> probabilities, int bins = 10)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (labels.Count != probabilities.Count || labels.Count == 0)
        {
            throw new ArgumentException(
                $"Found {labels.Count} labels and {probabilities.Count} probabilities; expected as many of each, at least one.",
                nameof(labels));
        }

        CalibrationBin[] filled = [.. Enumerable.Range(0, labels.Count)
            .GroupBy(row => Math.Clamp((int)Math.Ceiling(probabilities[row] * (double)bins) - 1, 0, bins - 1))
            .OrderBy(bin => bin.Key)
            .Select(bin => new CalibrationBin(bin.Average(row => (double)probabilities[row]),
                bin.Average(row => labels[row] ? 1.0 : 0.0), bin.Count()))];
        return new(
            filled,
            filled.Sum(bin => bin.Count * Math.Abs(bin.Probability - bin.Frequency)) / labels.Count,
            Enumerable.Range(0, labels.Count).Average(row => Math.Pow(probabilities[row] - (labels[row] ? 1 : 0), 2)));
    }
}
