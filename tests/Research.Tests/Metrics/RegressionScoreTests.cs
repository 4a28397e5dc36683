using Research.Metrics;

namespace Research.Tests.Metrics;

public sealed class RegressionScoreTests
{
    [Fact]
    public void Correlation_and_scale_are_those_of_NumPy()
    {
        var fixture = CupheadFixtures.Open("motion");
        double[] truth = fixture["truth"].Values<double>(), predicted = fixture["predicted"].Values<double>();
        for (int column = 0; column < 4; column++)
        {
            var range = (200 * column)..(200 * (column + 1));
            var score = RegressionScore.Of(truth[range], predicted[range]);
            double correlation = fixture["correlation"].Values<double>()[column];

            Assert.Equal(double.IsNaN(correlation), score.Correlation is null);
            Assert.Equal(score.Correlation is null ? 0 : correlation, score.Correlation ?? 0, 1e-9);
            Assert.Equal(fixture["scale"].Values<double>()[column], score.Scale!.Value, 1e-9);
        }
    }

    [Fact]
    public void What_never_changes_has_no_correlation()
    {
        Assert.Equal(new(null, null), RegressionScore.Of([0.1, 0.1, 0.1], [1, 2, 3]));
        Assert.Equal(new(null, null), RegressionScore.Of([], []));
        Assert.Equal(new(null, 0), RegressionScore.Of([1, 2, 3], [0.1, 0.1, 0.1]));
        Assert.Equal(new(-1, 2), RegressionScore.Of([1, 2, 3], [6, 4, 2]));
        Assert.StartsWith("Found 1 predicted numbers; expected 2, as many as true ones.",
            Assert.Throws<ArgumentException>(() => RegressionScore.Of([1, 2], [1])).Message, StringComparison.Ordinal);
    }
}
