using Research.Metrics;

namespace Research.Tests.Metrics;

/// <summary>Intervals over episodes of several seeds.</summary>
public sealed class StratifiedBootstrapTests
{
    /// <summary>The numbers are those of <c>scipy.stats.trim_mean(x, 0.25)</c>, scipy 1.10.1.</summary>
    [Theory]
    [InlineData(2.5, 3.0, 1.0, 2.0, 10.0)]
    [InlineData(5.0, 5.0)]
    [InlineData(1.5, 1.0, 2.0)]
    [InlineData(4.0, 7.0, -1.0, 4.0, 4.0, 100.0, 2.0, 3.0)]
    [InlineData(4.142857142857143, 0.5, 9.0, 8.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 100.0, -50.0)]
    public void The_interquartile_mean_is_scipys_trimmed_mean(double expected, params double[] values)
    {
        Assert.Equal(expected, StratifiedBootstrap.InterquartileMean(values), 12);
    }

    [Fact]
    public void A_resample_has_as_many_seeds_as_there_are_and_of_each_as_many_episodes_as_were_played()
    {
        string[][] strata = [["a1", "a2", "a3"], ["b1"], ["c1", "c2", "c3", "c4", "c5"]];
        var drawn = new List<string[]>();
        StratifiedBootstrap.Of(strata, episodes => { drawn.Add([.. episodes]); return 1; }, seed: 1, resamples: 200);

        Assert.Equal(201, drawn.Count); // and the score itself
        Assert.All(drawn, episodes => Assert.Matches("^(aaa|b|c{5}){3}$", string.Concat(episodes.Select(episode => episode[0]))));
        Assert.Contains(drawn, episodes => episodes is ["b1", "b1", "b1"]);
        Assert.Contains(drawn, episodes => episodes.Any(episode => episode[0] == 'a')
            && episodes.Where(episode => episode[0] == 'a').Distinct().Count() == 1);
        Assert.Equal(strata.SelectMany(stratum => stratum), drawn[^1]);
    }

    [Fact]
    public void The_same_seed_draws_the_same_interval()
    {
        double[][] strata = [[1, 5, 2, 8], [4, 4, 9]];
        ConfidenceInterval Interval(int seed) => StratifiedBootstrap.Of(strata, drawn => drawn.Average(), seed, resamples: 300);
        Assert.Equal(Interval(7), Interval(7));
        Assert.NotEqual(Interval(7), Interval(8));
        Assert.Equal("95 % stratified bootstrap over 2 seeds and their 7 episodes, 300 resamples", Interval(7).Method);
        Assert.Equal("90 % stratified bootstrap over 4 episodes, 10 resamples",
            StratifiedBootstrap.Of(strata[..1], drawn => drawn.Average(), 1, resamples: 10, level: 0.9).Method);
    }

    [Fact]
    public void The_interval_of_a_mean_is_close_to_the_normal_one()
    {
        var random = new Random(5);
        double[][] strata = [[.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())]];
        var interval = StratifiedBootstrap.Of(strata, drawn => drawn.Average(), seed: 3, resamples: 10_000);
        double mean = strata.SelectMany(stratum => stratum).Average();
        double variance = strata.Average(stratum => stratum.Average(value => Math.Pow(value - stratum.Average(), 2)));
        double half = 1.959964 * Math.Sqrt(variance / 200);
        Assert.Equal(mean, interval.Estimate!.Value, 12);
        Assert.Equal(mean - half, interval.Low!.Value, 0.05 * half);
        Assert.Equal(mean + half, interval.High!.Value, 0.05 * half);
    }

    [Fact]
    public void How_seeds_differ_is_in_the_interval()
    {
        double[][] strata = [[.. Won(20)], [.. Won(50)], [.. Won(80)]]; // of 100 fights each
        var interval = StratifiedBootstrap.Of(strata, drawn => drawn.Average(), seed: 1, resamples: 2000);
        Assert.Equal(0.5, interval.Estimate!.Value, 12);
        Assert.InRange(interval.Low!.Value, 0.15, 0.25); // one time in 27 all three are the first seed
        Assert.InRange(interval.High!.Value, 0.75, 0.85);

        static IEnumerable<double> Won(int fights) => Enumerable.Range(0, 100).Select(fight => fight < fights ? 1.0 : 0);
    }

    [Fact]
    public void Resamples_without_a_score_are_counted_and_left_out()
    {
        bool[][] won = [[true, false]];
        double? Share(IReadOnlyList<bool> drawn) => drawn.Any(w => w) ? drawn.Count(w => w) : null;
        var interval = StratifiedBootstrap.Of(won, Share, seed: 1, resamples: 400);
        Assert.InRange(interval.Undefined, 60, 140); // a quarter of them
        Assert.Equal((1, 1, 2), (interval.Estimate, interval.Low, interval.High));
        var none = StratifiedBootstrap.Of<bool>([[false]], Share, seed: 1, resamples: 5);
        Assert.Equal((null, null, 5, "N/A"), (none.Estimate, none.Low, none.Undefined, none.ToString()));
    }

    [Fact]
    public void What_cannot_be_resampled_is_refused()
    {
        const string Message = "There is no stratum to resample, or an empty one. (Parameter 'strata')";
        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => StratifiedBootstrap.Of<int>([], _ => 1, 1)).Message);
        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => StratifiedBootstrap.Of<int>([[1], []], _ => 1, 1)).Message);
        Assert.Contains("resamples", Assert.Throws<ArgumentOutOfRangeException>(
            () => StratifiedBootstrap.Of<int>([[1]], _ => 1, 1, resamples: 0)).Message, StringComparison.Ordinal);
        foreach (double level in new[] { 0, 1, -1, 2 })
        {
            Assert.Contains("level", Assert.Throws<ArgumentOutOfRangeException>(
                () => StratifiedBootstrap.Of<int>([[1]], _ => 1, 1, level: level)).Message, StringComparison.Ordinal);
        }

        Assert.Equal("There is no value to take the mean of. (Parameter 'values')",
            Assert.Throws<ArgumentException>(() => StratifiedBootstrap.InterquartileMean([])).Message);
    }
}
