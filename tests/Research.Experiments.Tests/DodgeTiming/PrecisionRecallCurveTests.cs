using Research.Metrics;

namespace Research.Experiments.Tests.DodgeTiming;

public class RankingCurveTests
{
    [Fact]
    public void Curves_are_those_of_scikit_learn_and_enclose_the_areas()
    {
        var fixture = DodgeFixtures.Open("curves");
        bool[] labels = [.. fixture["labels"].Values<float>().Select(label => label > 0)];
        float[] scores = fixture["scores"].Values<float>();
        var curve = PrecisionRecallCurve.Of(labels, scores);

        Same(fixture["true_positive_rate"].Values<double>(), curve.Recall);
        Same(fixture["false_positive_rate"].Values<double>(), curve.FalsePositiveRate);
        Same(fixture["recall"].Values<double>(), curve.Recall.Reverse());
        Same(fixture["precision"].Values<double>(), curve.Precision.Reverse());

        var points = Enumerable.Range(1, curve.Recall.Count - 1);
        Assert.Equal(RankingScores.RocAuc(labels, scores)!.Value,
            points.Sum(i => (curve.FalsePositiveRate[i] - curve.FalsePositiveRate[i - 1]) * (curve.Recall[i]
            + curve.Recall[i - 1]) / 2), 12);
        Assert.Equal(RankingScores.AveragePrecision(labels, scores)!.Value,
            points.Sum(i => (curve.Recall[i] - curve.Recall[i - 1]) * curve.Precision[i]), 12);

        static void Same(double[] expected, IEnumerable<double> found) =>
            Assert.All(expected.Zip(found.ToArray(), (e, f) => (e, f)), pair => Assert.Equal(pair.e, pair.f, 1e-12));
    }

    [Fact]
    public void Labels_of_one_kind_have_no_curve() =>
        Assert.Equal("Of 2 labels, 0 are true; a curve needs some of either kind. (Parameter 'labels')",
            Assert.Throws<ArgumentException>(() => PrecisionRecallCurve.Of([false, false], [0, 1])).Message);
}
