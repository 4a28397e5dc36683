using Research.Experiments.DodgeTiming;

namespace Research.Experiments.Tests.DodgeTiming;

public class DodgeEvaluationTests
{
    [Fact]
    public void Evaluations_say_what_is_wrong_with_them()
    {
        DodgeWindow[] apart = [new(0, 20, true), new(1, 20, false), new(0, 30, true)];
        Assert.Equal("The windows of an episode stand apart; expected them one after the other. (Parameter 'windows')",
            Assert.Throws<ArgumentException>(() => new DodgeEvaluation("x", apart, [0, 0, 0])).Message);
        Assert.Equal("3 windows need as many probabilities, at least one; found 2. (Parameter 'probabilities')",
            Assert.Throws<ArgumentException>(() => new DodgeEvaluation("x", apart, [0, 0])).Message);
    }

    [Fact]
    public void Reports_count_both_classes_and_the_commonest_class_is_that_of_the_windows_to_learn_from()
    {
        DodgeWindow[] windows = [new(0, 20, true), new(0, 40, false), new(1, 20, true), new(1, 60, false), new(1, 70, false)];
        var evaluation = new DodgeEvaluation("x", windows, [0.9f, 0.2f, 0.5f, 0.6f, 0.1f]);
        var report = evaluation.Report;

        Assert.Equal(0.6, evaluation.Accuracy, 12);
        Assert.Equal(["no dodge", "dodge"], report.Actions.Select(a => a.Action));
        Assert.Equal([(3, 3, 2), (2, 2, 1)], report.Actions.Select(a => (a.Support, a.Predicted, a.TruePositives)));
        Assert.Equal((2, 1, 1, 1), (report.Confusions[1].TrueNegatives, report.Confusions[1].FalsePositives,
            report.Confusions[1].FalseNegatives, report.Confusions[1].TruePositives));
        Assert.Equal(evaluation.Accuracy, report.BinaryAccuracy, 12);
        Assert.Equal(0.4, DodgeEvaluation.Majority(new DodgeSamples(new DodgeSampling(), [windows[0]], windows, 9)).Accuracy, 12);
        Assert.Equal(0.6, DodgeEvaluation.Majority(new DodgeSamples(new DodgeSampling(), windows, windows, 9)).Accuracy, 12);
    }

    [Fact]
    public void Guessing_is_right_about_half_of_the_windows_at_every_lead_time_when_early_dodges_are_left_out()
    {
        DodgeWindow[] windows = [.. Enumerable.Range(0, 20)
            .Select(i => new DodgeWindow(i / 2, i % 2 == 1 ? 150 : i < 6 ? 20 : 90, IsDodge: i % 2 == 0))];
        var samples = new DodgeSamples(new DodgeSampling(), [], windows, 10);
        var leads = LeadTime.Of("no dodge", samples, 15, Guess);

        Assert.Equal(16, leads.Count);
        Assert.All(leads, lead => Assert.Equal((14, 7, 0.5),
            (lead.Windows.Count, lead.Windows.Count(w => w.IsDodge), lead.Accuracy)));
        Assert.Equal("Found no validation dodge with 100 frames before it; expected at least one.",
            Assert.Throws<InvalidDataException>(() => LeadTime.Of("no dodge", samples, 85, Guess)).Message);

        static float[] Guess(IReadOnlyList<DodgeWindow> some, int _) => new float[some.Count];
    }

    [Theory]
    [InlineData(0.6501, "65.0 % accuracy, so there is a visual signal: a network can tell frames before a dodge from others.")]
    [InlineData(0.65, "65.0 % accuracy, so there is a weak visual signal: more data may strengthen it.")]
    [InlineData(0.5501, "55.0 % accuracy, so there is a weak visual signal: more data may strengthen it.")]
    [InlineData(0.55,
        "55.0 % accuracy, so there is no clear visual signal: pictures alone do not foretell a dodge, state might.")]
    public void The_verdict_has_the_document_s_two_thresholds(double accuracy, string verdict) =>
        Assert.Equal(verdict, DodgeVerdict.Of(accuracy));
}
