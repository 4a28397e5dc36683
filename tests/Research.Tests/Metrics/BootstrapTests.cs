using Research.Metrics;

namespace Research.Tests.Metrics;

public class BootstrapTests
{
    private static readonly string[] Two = ["JUMP", "SHOOT"];

    [Fact]
    public void Whole_fights_are_drawn_where_there_are_several()
    {
        RowRange[] fights = [new(0, 10), new(20, 30), new(60, 5)];
        var drawn = new List<IReadOnlyList<RowRange>>();

        var interval = Bootstrap.Of(fights, ranges => { drawn.Add(ranges); return ranges.Sum(r => r.Count); }, seed: 1,
            resamples: 200);

        Assert.All(drawn, ranges => Assert.True(ranges.Count == 3 && ranges.All(fights.Contains)));
        Assert.Contains(drawn, ranges => ranges.Distinct().Count() == 1);
        Assert.Equal((45, 200, 0), (interval.Estimate, interval.Resamples, interval.Undefined));
        Assert.Equal((15, 90), (interval.Low, interval.High));
        Assert.Equal("95 % bootstrap over 3 fights, 200 resamples", interval.Method);
    }

    [Fact]
    public void Blocks_of_a_single_fight_fill_its_length_and_stay_inside()
    {
        var fight = new RowRange(100, 95);
        var drawn = new List<IReadOnlyList<RowRange>>();

        var interval = Bootstrap.Of([fight], ranges => { drawn.Add(ranges); return ranges[0].First; }, seed: 1, resamples: 300,
            blockFrames: 30);

        Assert.All(drawn.Take(300), ranges =>
        {
            Assert.Equal([30, 30, 30, 5], ranges.Select(r => r.Count));
            Assert.All(ranges, r => Assert.True(r.First >= fight.First && r.End <= fight.End));
        });
        Assert.Contains(drawn, ranges => ranges[0].First == 165);
        Assert.Equal("95 % bootstrap over blocks of 30 frames of one fight, 300 resamples", interval.Method);
    }

    [Fact]
    public void A_fight_with_a_gap_is_drawn_with_all_its_parts_and_blocks_of_a_single_one_stay_within_a_part()
    {
        RowRange[] first = [new(0, 30), new(40, 500)], second = [new(700, 90)];
        var drawn = new List<IReadOnlyList<RowRange>>();
        var two = Bootstrap.OfParts(
            [first, second], ranges => { drawn.Add(ranges); return ranges.Count; }, seed: 1, resamples: 50);
        Assert.Equal("95 % bootstrap over 2 fights, 50 resamples", two.Method);
        RowRange[][] possible = [[.. first, .. first], [.. first, .. second], [.. second, .. first], [.. second, .. second]];
        Assert.All(drawn, ranges => Assert.Contains(possible, drawnSo => ranges.SequenceEqual(drawnSo)));

        drawn.Clear();
        var one = Bootstrap.OfParts([first], ranges => { drawn.Add(ranges); return ranges.Count; }, seed: 1, resamples: 50);
        Assert.Equal("95 % bootstrap over blocks of 30 frames of one fight, 50 resamples", one.Method);
        Assert.All(drawn, ranges => Assert.Equal(530, ranges.Sum(range => range.Count)));
        Assert.All(drawn.Take(50).SelectMany(ranges => ranges), range => Assert.Contains(first,
            part => range.First >= part.First && range.End <= part.End && range.Count <= 30));
    }

    [Fact]
    public void The_interval_of_a_share_is_as_wide_as_theory_says()
    {
        RowRange[] fights = [.. Enumerable.Range(0, 400).Select(i => new RowRange(i, 1))];
        var interval = Bootstrap.Of(fights, drawn => drawn.Average(f => f.First % 4 == 0 ? 1.0 : 0), seed: 3, resamples: 2000);

        double deviation = Math.Sqrt(0.25 * 0.75 / 400);
        Assert.InRange(interval.Low!.Value, 0.25 - 2.2 * deviation, 0.25 - 1.7 * deviation);
        Assert.InRange(interval.High!.Value, 0.25 + 1.7 * deviation, 0.25 + 2.2 * deviation);
    }

    [Fact]
    public void Resamples_without_the_action_are_counted_and_left_out()
    {
        var truth = LabelMatrix.OfBits(Two, [0b10, 0b10, 0b11, 0b10]);
        RowRange[] fights = [new(0, 2), new(2, 2)];

        var interval = Bootstrap.Of(fights, Jump, seed: 1, resamples: 400);
        Assert.InRange(interval.Undefined, 60, 140);
        Assert.Equal("1.00 [1.00, 1.00]", interval.ToString());
        Assert.Equal("N/A", Bootstrap.Of([new(0, 2)], Jump, seed: 1).ToString());
        Assert.Equal(1, Bootstrap.CompositeF1(truth, truth, fights, ["SHOOT"], 1, 50).Low!.Value);

        double? Jump(IReadOnlyList<RowRange> drawn) =>
            ClassificationReport.Of(truth, truth, drawn.SelectMany(fight => fight.Rows)).Actions[0].F1;
    }

    [Fact]
    public void What_cannot_be_resampled_is_refused()
    {
        Assert.Equal("There is no fight to resample, or one without a frame. (Parameter 'fights')",
            Assert.Throws<ArgumentException>(() => Bootstrap.Of([new(3, 0)], _ => 1, seed: 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Of([new(0, 1)], _ => 1, seed: 1, level: 1));
    }

    [Fact]
    public void The_spread_over_seeds_is_that_of_a_sample()
    {
        var spread = SeedSpread.Of([0.5, 0.7, 0.9]);
        Assert.Equal((0.7, 0.2, 3), (Math.Round(spread.Mean, 12), Math.Round(spread.StandardDeviation!.Value, 12), spread.Count));
        Assert.Equal("0.70 ± 0.20 (n = 3)", spread.ToString());
        Assert.Equal("0.50 (n = 1)", SeedSpread.Of([0.5]).ToString());
        Assert.Equal("There is no run to take the mean of. (Parameter 'scores')",
            Assert.Throws<ArgumentException>(() => SeedSpread.Of([])).Message);
    }

    [Fact]
    public void Runs_of_rows_are_found() =>
        Assert.Equal([new(3, 2), new(7, 1), new(9, 3)], RowRange.RunsOf([3, 4, 7, 9, 10, 11]));
}
