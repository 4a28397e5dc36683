using Research.Metrics;

namespace Research.Tests.Metrics;

public class ConfidenceIntervalTests
{
    private static ConfidenceInterval Interval(double? low, double? high) => new(0.5, low, high, 0.95, 10, 0, "");

    [Theory]
    [InlineData(0.6, 0.7, 0.4, 0.5, "higher, beyond both intervals")]
    [InlineData(0.2, 0.3, 0.4, 0.5, "lower, beyond both intervals")]
    [InlineData(0.5, 0.7, 0.4, 0.5, "not distinguishable, the intervals overlap")]
    [InlineData(null, null, 0.4, 0.5, "not distinguishable, an interval is missing")]
    public void Two_scores_differ_where_their_intervals_do_not_overlap(
        double? low, double? high, double otherLow, double otherHigh, string expected) =>
        Assert.Equal(expected, Interval(low, high).ComparedWith(Interval(otherLow, otherHigh)));
}
