using System.Globalization;
using MathNet.Numerics.Statistics;

namespace Research.Metrics;

/// <summary>A score, and between which bounds it would lie had other fights been played.</summary>
/// <param name="Estimate">The score itself; null where it is not defined, as the F1 of an action that does not occur.</param>
/// <param name="Low">Lower bound; null with the estimate.</param>
/// <param name="High">Upper bound; null with the estimate.</param>
/// <param name="Level">Share of resamples between the bounds, such as 0.95.</param>
/// <param name="Resamples">How many resamples were drawn.</param>
/// <param name="Undefined">In how many of them the score was not defined; they do not count.</param>
/// <param name="Method">What was resampled, in words for a caption.</param>
public sealed record ConfidenceInterval(
    double? Estimate, double? Low, double? High, double Level, int Resamples, int Undefined, string Method)
{
    /// <summary>A score without an interval, for a table that has intervals in other rows.</summary>
    public static ConfidenceInterval Point(double? estimate) => new(estimate, null, null, 0, 0, 0, "no interval");

    /// <summary>Says in words whether this score differs from another by more than both intervals.</summary>
    /// <param name="other">The other score.</param>
    public string ComparedWith(ConfidenceInterval other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Low > other.High ? "higher, beyond both intervals"
            : High < other.Low ? "lower, beyond both intervals"
            : Low is null || other.Low is null ? "not distinguishable, an interval is missing"
            : "not distinguishable, the intervals overlap";
    }

    /// <summary><c>0.67 [0.52, 0.80]</c>, or <c>N/A</c>; without bounds where no resample has a score.</summary>
    public override string ToString() => (Estimate, Low) switch
    {
        (null, _) => "N/A",
        (_, null) => string.Create(CultureInfo.InvariantCulture, $"{Estimate:0.00}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Estimate:0.00} [{Low:0.00}, {High:0.00}]"),
    };
}

/// <summary>How a score varies over the seeds of otherwise equal runs.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="StandardDeviation">Standard deviation of the sample (n − 1); null for a single run.</param>
/// <param name="Count">Number of runs (n).</param>
public sealed record SeedSpread(double Mean, double? StandardDeviation, int Count)
{
    /// <summary>The spread of one score, a number for each seed.</summary>
    /// <exception cref="ArgumentException">There is no run.</exception>
    public static SeedSpread Of(IReadOnlyCollection<double> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0)
        {
            throw new ArgumentException("There is no run to take the mean of.", nameof(scores));
        }

        return new SeedSpread(scores.Mean(), scores.Count == 1 ? null : scores.StandardDeviation(), scores.Count);
    }

    /// <summary><c>0.67 ± 0.04 (n = 5)</c>, or <c>0.67 (n = 1)</c>.</summary>
    public override string ToString() => StandardDeviation is null
        ? string.Create(CultureInfo.InvariantCulture, $"{Mean:0.00} (n = {Count})")
        : string.Create(CultureInfo.InvariantCulture, $"{Mean:0.00} ± {StandardDeviation:0.00} (n = {Count})");
}
