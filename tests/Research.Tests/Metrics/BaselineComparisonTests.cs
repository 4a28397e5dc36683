using Research.Metrics;

namespace Research.Tests.Metrics;

public class BaselineComparisonTests
{
    [Fact]
    public void A_table_of_scores_has_each_policy_shuffled_and_the_trivial_ones()
    {
        var truth = LabelMatrix.OfBits(["JUMP", "SHOOT"], Enumerable.Range(0, 200).Select(i => i % 9 == 4 ? 0b11u : 0b10));
        var table = BaselineComparison.Of(truth, [new RowRange(0, 90), new RowRange(100, 100)], ["JUMP", "SHOOT"], seed: 4,
            ("ours", truth));

        Assert.Equal(
            ["ours", "ours, shuffled", "always off", "always SHOOT", "always everything", "by prevalence", "shuffled",
                "repeat previous frame"],
            table.Select(row => row.Policy));
        Assert.Equal((1, 1), (table[0].CompositeF1, table[0].OnsetF1["JUMP"]));
        Assert.InRange(table[1].FrameF1["JUMP"]!.Value, 0, 0.5);
        Assert.Equal(0, table[^1].OnsetF1["JUMP"]);
        Assert.Equal(1, table[^1].OnsetF1Within2["JUMP"]);
    }
}
