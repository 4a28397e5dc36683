using Research.Alignment;
using Research.Arrays.Npy;
using Research.Metrics;
using Research.Sessions;

namespace Research.Tests.Metrics;

/// <summary>
/// 300 made-up frames with an action that never occurs, one never predicted, ties, and nothing but ties, beside scikit-learn's
/// scores.
/// </summary>
public class SklearnParityTests
{
    private const int Frames = 300;

    private static readonly Npz Fixture = CupheadFixtures.Open("metrics");

    private static readonly float[] Labels = Fixture["labels"].Values<float>();

    private static readonly LabelMatrix Truth = new(ActionSet.Cuphead.Names, Labels.Select(label => label > 0));

    private static readonly ActionProbabilities Probabilities =
        new(ActionSet.Cuphead, Enumerable.Range(0, Frames), Fixture["scores"].Values<float>());

    [Fact]
    public void Precision_recall_F1_and_support_are_those_of_scikit_learn()
    {
        var report = ClassificationReport.Of(Truth, Probabilities.Threshold(Frames).Labels);
        double[] support = Fixture["support"].Values<double>();

        Assert.Equal(support, report.Actions.Select(a => (double)a.Support));
        Assert.Equal(0, support[1]);
        for (int action = 0; action < 7; action++)
        {
            var score = report.Actions[action];
            Same(support[action] == 0 ? null : Fixture["precision"].Values<double>()[action], score.Precision);
            Same(support[action] == 0 ? null : Fixture["recall"].Values<double>()[action], score.Recall);
            Same(support[action] == 0 ? null : Fixture["f1"].Values<double>()[action], score.F1);
        }

        Assert.Equal(0, report.Actions[6].F1);
        Assert.Equal(0, report.Actions[6].Predicted);
    }

    [Fact]
    public void Confusions_are_those_of_scikit_learn()
    {
        var report = ClassificationReport.Of(Truth, Probabilities.Threshold(Frames).Labels);

        Assert.Equal(Fixture["confusion"].Values<double>(), report.Confusions.SelectMany(c =>
            new double[] { c.TrueNegatives, c.FalsePositives, c.FalseNegatives, c.TruePositives }));
        Assert.All(report.Confusions, c => Assert.Equal(Frames, c.TrueNegatives + c.FalsePositives + c.FalseNegatives
            + c.TruePositives));
    }

    [Fact]
    public void Average_precision_and_ROC_area_are_those_of_scikit_learn()
    {
        var rankings = RankingScores.Of(Truth, Probabilities.Values);
        for (int action = 0; action < 7; action++)
        {
            Same(Optional(Fixture["average_precision"].Values<double>()[action]), rankings[action].AveragePrecision);
            Same(Optional(Fixture["roc_auc"].Values<double>()[action]), rankings[action].RocAuc);
        }

        Assert.Null(rankings[1].AveragePrecision);
        Assert.Equal(rankings[3].Prevalence, rankings[3].AveragePrecision!.Value, 12);
        Assert.Equal(0.5, rankings[3].RocAuc!.Value, 12);
    }

    private static double? Optional(double value) => double.IsNaN(value) ? null : value;

    private static void Same(double? expected, double? found)
    {
        Assert.Equal(expected is null, found is null);
        Assert.Equal(expected ?? 0, found ?? 0, 1e-9);
    }
}
