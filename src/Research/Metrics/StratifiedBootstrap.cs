using System.Globalization;

namespace Research.Metrics;

/// <summary>
/// Intervals by resampling episodes within each stratum: the episodes of one training seed. Of several seeds, as many are drawn
/// with replacement first, for other seeds would have differed as these do.
/// </summary>
/// <remarks>
/// Source: Agarwal et al. 2021, "Deep reinforcement learning at the edge of the statistical precipice", which resamples the runs
/// of a task, as seeds are resampled here. Few seeds give too narrow an interval: three have ten different resamples.
/// </remarks>
public static class StratifiedBootstrap
{
    /// <summary>The interval of a score.</summary>
    /// <param name="strata">Episodes by training seed; at least one seed, none empty.</param>
    /// <param name="score">The score of some episodes, of which one may come several times; null where it is not defined.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="resamples">Number of resamples, at least 1. The source has 50,000 for its tables and 2,000 for its curves.</param>
    /// <param name="level">Share of resamples between the bounds, in (0, 1).</param>
    /// <exception cref="ArgumentException">There is no stratum, or an empty one.</exception>
    public static ConfidenceInterval Of<T>(
        IReadOnlyList<IReadOnlyList<T>> strata, Func<IReadOnlyList<T>, double?> score, int seed, int resamples = 2000,
        double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(strata);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        if (strata.Count == 0 || strata.Any(stratum => stratum.Count == 0))
        {
            throw new ArgumentException("There is no stratum to resample, or an empty one.", nameof(strata));
        }

        var random = new Random(seed);
        T[] all = [.. strata.SelectMany(stratum => stratum)];
        var drawn = new List<T>(all.Length);
        var scores = new List<double>(resamples);
        for (int i = 0; i < resamples; i++)
        {
            drawn.Clear();
            for (int s = 0; s < strata.Count; s++)
            {
                var stratum = strata[strata.Count == 1 ? 0 : random.Next(strata.Count)];
                for (int k = 0; k < stratum.Count; k++)
                {
                    drawn.Add(stratum[random.Next(stratum.Count)]);
                }
            }

            if (score(drawn) is { } value)
            {
                scores.Add(value);
            }
        }

        string over = strata.Count == 1 ? $"{all.Length} episodes" : $"{strata.Count} seeds and their {all.Length} episodes";
        string method = string.Create(CultureInfo.InvariantCulture,
            $"{100 * level:0.#} % stratified bootstrap over {over}, {resamples} resamples");
        double? estimate = score(all);
        double[] sorted = [.. scores.Order()];
        if (estimate is not { } e || sorted.Length == 0)
        {
            return new(estimate, null, null, level, resamples, resamples - sorted.Length, method);
        }

        double low = Math.Min(e, Bootstrap.Percentile(sorted, (1 - level) / 2));
        double high = Math.Max(e, Bootstrap.Percentile(sorted, (1 + level) / 2));
        return new(e, low, high, level, resamples, resamples - sorted.Length, method);
    }

    /// <summary>The mean of the middle half: a quarter of the values is left out at either end, rounded down.</summary>
    /// <param name="values">At least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static double InterquartileMean(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            throw new ArgumentException("There is no value to take the mean of.", nameof(values));
        }

        int cut = sorted.Length / 4;
        return sorted.AsSpan(cut, sorted.Length - 2 * cut).ToArray().Average();
    }
}
