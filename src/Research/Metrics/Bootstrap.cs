using System.Globalization;
using MathNet.Numerics.Statistics;

namespace Research.Metrics;

/// <summary>
/// Intervals by resampling complete fights with replacement: frames of one fight resemble each other, so that resampling frames
/// would promise far too much. Of a single fight, blocks of consecutive frames are drawn instead.
/// </summary>
/// <remarks>
/// Sources: Efron 1979; for blocks, Künsch 1989, "The jackknife and the bootstrap for general stationary observations"
/// (overlapping blocks, as many as fill the fight, the last cut to its length). Blocks say nothing about how other fights would
/// have gone: such an interval is too narrow. Bounds are percentiles, widened to the estimate where it lies outside.
/// </remarks>
public static class Bootstrap
{
    /// <summary>The interval of a score.</summary>
    /// <param name="fights">The segments of rows that are scored, at least one, none empty.</param>
    /// <param name="score">The score of some segments, of which one may come several times; null where it is not
    /// defined.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="resamples">Number of resamples, at least 1.</param>
    /// <param name="level">Share of resamples between the bounds, in (0, 1).</param>
    /// <param name="blockFrames">Length of the blocks of a single fight: 30 are three seconds of the report's sessions.</param>
    /// <param name="units">What the segments are, in the plural, for the interval's caption.</param>
    /// <param name="parts">What they are made of, likewise.</param>
    /// <exception cref="ArgumentException">There is no fight, or one has no frame.</exception>
    public static ConfidenceInterval Of(
        IReadOnlyList<RowRange> fights, Func<IReadOnlyList<RowRange>, double?> score, int seed, int resamples = 1000,
        double level = 0.95, int blockFrames = 30, string units = "fights", string parts = "frames")
    {
        ArgumentNullException.ThrowIfNull(fights);
        return OfParts([.. fights.Select(fight => (IReadOnlyList<RowRange>)[fight])], score, seed, resamples, level, blockFrames,
            units, parts);
    }

    /// <summary>
    /// The interval of a score over fights of which some rows are missing: each is drawn with all its parts, and the blocks of a
    /// single one lie within a part.
    /// </summary>
    /// <param name="fights">The parts of each fight in order; at least one fight, none empty.</param>
    /// <param name="score">The score of some parts, of which one may come several times; null where it is not defined.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="resamples">Number of resamples, at least 1.</param>
    /// <param name="level">Share of resamples between the bounds, in (0, 1).</param>
    /// <param name="blockFrames">Length of the blocks of a single fight.</param>
    /// <param name="units">What the fights are, in the plural, for the interval's caption.</param>
    /// <param name="parts">What they are made of, likewise.</param>
    /// <exception cref="ArgumentException">There is no fight, or one has no frame.</exception>
    public static ConfidenceInterval OfParts(
        IReadOnlyList<IReadOnlyList<RowRange>> fights, Func<IReadOnlyList<RowRange>, double?> score, int seed,
        int resamples = 1000, double level = 0.95, int blockFrames = 30, string units = "fights", string parts = "frames")
    {
        ArgumentNullException.ThrowIfNull(fights);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockFrames, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        if (fights.Count == 0 || fights.Any(fight => fight.Count == 0 || fight.Any(part => part.Count == 0)))
        {
            throw new ArgumentException("There is no fight to resample, or one without a frame.", nameof(fights));
        }

        var random = new Random(seed);
        int block = Math.Min(blockFrames, fights[0].Max(part => part.Count));
        double[] scores = [.. Enumerable.Range(0, resamples)
            .Select(_ => score(fights.Count > 1 ? Fights(fights, random) : Blocks(fights[0], block, random)))
            .OfType<double>().Order()];
        string what = fights.Count > 1 ? $"{fights.Count} {units}" : $"blocks of {block} {parts} of one {units.TrimEnd('s')}";
        string method = string.Create(CultureInfo.InvariantCulture,
            $"{100 * level:0.#} % bootstrap over {what}, {resamples} resamples");
        double? estimate = score([.. fights.SelectMany(fight => fight)]);
        return estimate is { } value && scores.Length > 0
            ? new(value, Math.Min(value, Percentile(scores, (1 - level) / 2)),
                Math.Max(value, Percentile(scores, (1 + level) / 2)),
                level, resamples, resamples - scores.Length, method)
            : new(estimate, null, null, level, resamples, resamples - scores.Length, method);
    }

    /// <summary>The interval of the composite F1 over frames.</summary>
    public static ConfidenceInterval CompositeF1(
        LabelMatrix truth, LabelMatrix predicted, IReadOnlyList<RowRange> fights, IReadOnlyList<string> actions, int seed,
            int resamples = 1000) =>
        CompositeF1(truth, predicted, [.. fights.Select(fight => (IReadOnlyList<RowRange>)[fight])], actions, seed, resamples);

    /// <summary>The same over fights of which some rows are missing, as in <see cref="OfParts"/>.</summary>
    public static ConfidenceInterval CompositeF1(
        LabelMatrix truth, LabelMatrix predicted, IReadOnlyList<IReadOnlyList<RowRange>> fights, IReadOnlyList<string> actions,
            int seed, int resamples = 1000) =>
        OfParts(fights, drawn => ClassificationReport.Of(truth, predicted, drawn.SelectMany(s => s.Rows))
            .CompositeF1([.. actions]), seed, resamples);

    private static RowRange[] Fights(IReadOnlyList<IReadOnlyList<RowRange>> fights, Random random) =>
        [.. fights.SelectMany(_ => fights[random.Next(fights.Count)])];

    private static List<RowRange> Blocks(IReadOnlyList<RowRange> parts, int block, Random random)
    {
        var drawn = new List<RowRange>();
        int places = parts.Sum(Places), left = parts.Sum(part => part.Count);
        while (left > 0)
        {
            int place = random.Next(places);
            var part = parts[0];
            for (int i = 1; place >= Places(part); i++)
            {
                place -= Places(part);
                part = parts[i];
            }

            drawn.Add(new RowRange(part.First + place, Math.Min(Math.Min(block, part.Count), left)));
            left -= drawn[^1].Count;
        }

        return drawn;

        int Places(RowRange part) => Math.Max(1, part.Count - block + 1); // where a block can begin; a shorter part is one itself
    }

    /// <summary>Linear between the two nearest ranks, as NumPy's default.</summary>
    internal static double Percentile(double[] sorted, double share) =>
        SortedArrayStatistics.QuantileCustom(sorted, share, QuantileDefinition.R7);
}
