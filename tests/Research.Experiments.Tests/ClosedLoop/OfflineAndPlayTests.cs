using Research.Experiments.ClosedLoop;
using Research.Figures;

namespace Research.Experiments.Tests.ClosedLoop;

/// <summary>Scores on recorded frames beside play.</summary>
[Collection(nameof(TakingTurns))]
public sealed class OfflineAndPlayTests(TinyFights tiny) : IClassFixture<TinyFights>
{
    [Fact]
    public void A_correlation_is_1_where_a_score_ranks_as_play_does_and_the_sign_of_losses_is_turned()
    {
        // F1 and the loss rank as play does, onsets the other way round; the rest is equal for all.
        var study = new OfflineAndPlay([.. new[] { 20, 40, 90, 150 }.Select((seconds, i) => new PolicyPoint(
            $"p{i}", i < 2 ? "a" : "b", 0.1 * i * i, 0.9 - 0.1 * i, 0.5, Math.Exp(-i), 0.2,
            PlayScores.Of($"p{i}", [TinyFights.Fight(seconds)])))]);
        var correlations = study.Correlations().ToDictionary(c => c.Metric, c => c.Correlation);
        Assert.Equal(OfflineAndPlay.Metrics.Select(metric => metric.Name), correlations.Keys);
        Assert.Equal(1, correlations["composite F1"].Estimate!.Value, 9);
        Assert.Equal(-1, correlations["onset F1, ±0"].Estimate!.Value, 9);
        Assert.Null(correlations["onset F1, ±1"].Estimate);
        Assert.Equal(1, correlations["loss"].Estimate!.Value, 9);
        Assert.Null(correlations["calibration error"].Estimate);
        Assert.InRange(correlations["composite F1"].Undefined, 10, 100); // one policy drawn four times: 4 / 4⁴ of 2000

        var frame = study.CorrelationFrame();
        Assert.Equal(["Metric", "RankCorrelation"], frame.Columns.Select(column => column.Name));
        Assert.Equal(["1.00 [1.00, 1.00]", "-1.00 [-1.00, -1.00]", "N/A", "1.00 [1.00, 1.00]", "N/A"],
            frame["RankCorrelation"].Cast<string>());
        var table = study.ToDataFrame();
        Assert.Equal(["Policy", "Group", "CompositeF1", "OnsetF1", "OnsetF1Within1", "LogLoss", "CalibrationError", "Knockouts",
            "Survival"], table.Columns.Select(column => column.Name));
        Assert.Equal("90.00 [90.00, 90.00]", table["Survival"][2]);
    }

    [Fact]
    public void A_policy_is_scored_on_held_out_frames_and_plays()
    {
        var study = OfflineAndPlay.Of([("clone", "clones", tiny.Clone)], tiny.Validation,
            policy => PolicyFights.Play(policy, [20_000, 20_001]));
        var point = Assert.Single(study.Points);
        Assert.Equal(("clone", "clones", 2), (point.Policy, point.Group, point.Play.Fights));
        Assert.Equal(tiny.Clone.Training.Epochs[^1]["val_loss"], point.LogLoss, 5);
        Assert.Equal(tiny.Clone.Evaluate("clone", tiny.Validation).Composite.Estimate, point.CompositeF1);
        Assert.InRange(point.CalibrationError, 0, 1);
        Assert.Equal(PlayScores.Of("clone", PolicyFights.Play(tiny.Clone, [20_000, 20_001])).Survival.Mean, point.Play.Survival.Mean);
        Assert.Null(study.Correlations()[0].Correlation.Estimate); // of one policy
    }

    [Fact]
    public void A_score_that_is_not_defined_is_NA_and_correlates_with_nothing()
    {
        var study = new OfflineAndPlay([.. new[] { 20, 40, 90, 150 }.Select((seconds, i) => new PolicyPoint(
            $"p{i}", "a", null, 0.1 * i, null, Math.Exp(-i), 0.2, PlayScores.Of($"p{i}", [TinyFights.Fight(seconds)])))]);
        Assert.Equal(["N/A", "1.00 [1.00, 1.00]", "N/A", "1.00 [1.00, 1.00]", "N/A"],
            study.CorrelationFrame()["RankCorrelation"].Cast<string>());
        Assert.Equal((4, 0), (study.ToDataFrame()["CompositeF1"].NullCount, study.ToDataFrame()["OnsetF1"].NullCount));
        Assert.Single(PlayPlots.Scatter("t", study, "loss").GetPlottables());
        Assert.Empty(PlayPlots.Scatter("t", study, "composite F1").GetPlottables());
        Assert.NotEmpty(PlayPlots.Scatter("t", study, "composite F1").ToPng(1));
    }

    [Fact]
    public void An_unknown_metric_is_named()
    {
        Assert.Equal("Found the metric 'f1'; expected one of composite F1; onset F1, ±0; onset F1, ±1; loss; calibration error. "
            + "(Parameter 'metric')",
            Assert.Throws<ArgumentException>(() => PlayPlots.Scatter("t", new OfflineAndPlay([]), "f1")).Message);
    }
}
