using Research.Metrics;

namespace Research.Tests.Metrics;

public sealed class SeedIntervalTests
{
    /// <summary>Against scipy.stats.t.ppf(0.975, n).</summary>
    [Theory]
    [InlineData(1, 12.706204736432095)]
    [InlineData(4, 2.7764451051977987)]
    [InlineData(10, 2.2281388519649385)]
    [InlineData(11, 2.2009851600829504)]
    [InlineData(29, 2.045229642132703)]
    [InlineData(1000, 1.9623390808264074)]
    public void Quantiles_are_students(int freedom, double expected) =>
        Assert.Equal(expected, SeedInterval.Quantile(freedom), 1e-9);

    /// <summary>
    /// Against scipy.stats.t.interval, ttest_rel and ttest_ind(equal_var=False), whose degrees of freedom are rounded down here.
    /// </summary>
    [Fact]
    public void Intervals_are_students_of_means_pairs_and_unequal_samples()
    {
        var mean = SeedInterval.OfMean([1, 2, 4]);
        Assert.Equal(7.0 / 3, mean.Estimate!.Value, 1e-12);
        Assert.Equal(7.0 / 3 - 4.302652729911275 * Math.Sqrt(7.0 / 9), mean.Low!.Value, 1e-9);
        Assert.Equal("95 % t interval over 3 seeds", mean.Method);
        Assert.Null(SeedInterval.OfMean([1]).Low);

        var first = new Dictionary<int, double> { [1] = 1, [2] = 2, [3] = 4 };
        var pairs = SeedInterval.OfDifference(first, new Dictionary<int, double> { [3] = 5, [1] = 2, [2] = 3 });
        Assert.Equal((1, 1, 1), (pairs.Estimate!.Value, pairs.Low!.Value, pairs.High!.Value)); // each seed by exactly one more
        var unpaired = SeedInterval.OfDifference(first, new Dictionary<int, double> { [7] = 2, [8] = 3, [9] = 5 });
        Assert.Equal(1 + 2.7764451051977987 * Math.Sqrt(14.0 / 9), unpaired.High!.Value, 1e-9);
        Assert.Equal("95 % t interval over 3 and 3 seeds", unpaired.Method);
        Assert.Null(SeedInterval.OfDifference(first, new Dictionary<int, double> { [7] = 2 }).Low);
        Assert.Throws<ArgumentException>(() => SeedInterval.OfMean([]));
    }
}
