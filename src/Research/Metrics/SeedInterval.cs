using MathNet.Numerics.Distributions;

namespace Research.Metrics;

/// <summary>
/// Intervals over the seeds of otherwise equal runs, by Student's t. They say how the mean would vary had other seeds been drawn,
/// and nothing of other data.
/// </summary>
/// <remarks>Sources: Student 1908; for two samples of unequal variance, Welch 1947.</remarks>
public static class SeedInterval
{
    private const double Level = 0.95;

    /// <summary>The mean of one score, a number for each seed.</summary>
    /// <returns>Without bounds of a single seed.</returns>
    /// <exception cref="ArgumentException">There is no run.</exception>
    public static ConfidenceInterval OfMean(IReadOnlyCollection<double> scores)
    {
        var spread = SeedSpread.Of(scores);
        return Interval(spread.Mean, spread.StandardDeviation / Math.Sqrt(spread.Count), spread.Count - 1,
            $"over {spread.Count} seeds");
    }

    /// <summary>
    /// How much higher the second is than the first, on average: by pairs where both have the same seeds, else by both means.
    /// </summary>
    /// <param name="first">Scores by seed.</param>
    /// <param name="second">Likewise.</param>
    /// <exception cref="ArgumentException">One has no run.</exception>
    public static ConfidenceInterval OfDifference(IReadOnlyDictionary<int, double> first, IReadOnlyDictionary<int, double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count > 0 && first.Keys.ToHashSet().SetEquals(second.Keys))
        {
            var pairs = SeedSpread.Of([.. first.Select(f => second[f.Key] - f.Value)]);
            return Interval(pairs.Mean, pairs.StandardDeviation / Math.Sqrt(pairs.Count), pairs.Count - 1,
                $"over {pairs.Count} pairs of seeds");
        }

        SeedSpread a = SeedSpread.Of([.. first.Values]), b = SeedSpread.Of([.. second.Values]);
        double? va = a.StandardDeviation * a.StandardDeviation / a.Count,
            vb = b.StandardDeviation * b.StandardDeviation / b.Count;
        double? freedom = (va + vb) * (va + vb) / (va * va / (a.Count - 1) + vb * vb / (b.Count - 1));
        return Interval(b.Mean - a.Mean, va + vb is { } variance ? Math.Sqrt(variance) : null, freedom is { } f && f >= 1 ? (int)f
            : 1, $"over {a.Count} and {b.Count} seeds");
    }

    /// <summary>The 97.5 % quantile of Student's t.</summary>
    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    internal static double Quantile(int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        return StudentT.InvCDF(0, 1, freedom, (1 + Level) / 2);
    }

    private static ConfidenceInterval Interval(double mean, double? error, int freedom, string over) => error is { } e
        ? new(mean, mean - Quantile(freedom) * e, mean + Quantile(freedom) * e, Level, 0, 0, $"95 % t interval {over}")
        : new(mean, null, null, Level, 0, 0, "a single seed");
}
