using Microsoft.Data.Analysis;
using Research.Metrics;
using Research.Tables;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Scores of the report's grid as frames.</summary>
public static class GridFrames
{
    /// <summary>A row for each autoencoder: its validation error beside the report's, and what its training took.</summary>
    /// <param name="grid">The grid.</param>
    public static DataFrame Autoencoders(GridResult grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return grid.AutoencoderHistories.Select(autoencoder => new
        {
            Latent = autoencoder.Key,
            Epochs = autoencoder.Value.Epochs.Count,
            autoencoder.Value.BestEpoch,
            ValidationError = autoencoder.Value.Best["val_loss"],
            ReportError = CupheadPublished.LatentAutoencoderValidationMse.TryGetValue(autoencoder.Key, out double error)
                ? error : (double?)null,
            Minutes = autoencoder.Value.Seconds / 60,
            DataWaitShare = autoencoder.Value.WaitShare,
        }).ToDataFrame();
    }

    /// <summary>
    /// A row for each policy, the best composite F1 first, and one for the copy baseline: F1 beside the report's, and F1 of
    /// onsets within one frame.
    /// </summary>
    /// <param name="grid">The grid.</param>
    public static DataFrame BesideReport(GridResult grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var reported = CupheadPublished.Grid.ToDictionary(policy => policy.Name);
        (string Name, ConfidenceInterval Composite, PolicyScores Scores, int? BestEpoch)[] rows =
        [
            .. grid.Ranking.Select(policy => (policy.Name, policy.Evaluation.Composite, policy.Evaluation.BaselineComparison[0],
                (int?)policy.Training.BestEpoch)),
            ("copy", ConfidenceInterval.Point(grid.Copy.CompositeF1), grid.Copy, null),
        ];
        return rows.Select(row => new
        {
            Policy = row.Name,
            row.Composite,
            Report = reported.GetValueOrDefault(row.Name)?.CompositeF1,
            Jump = row.Scores.FrameF1["JUMP"],
            ReportJump = reported.GetValueOrDefault(row.Name)?.JumpF1,
            Shoot = row.Scores.FrameF1["SHOOT"],
            ReportShoot = reported.GetValueOrDefault(row.Name)?.ShootF1,
            Dash = row.Scores.FrameF1["DASH"],
            ReportDash = reported.GetValueOrDefault(row.Name)?.DashF1,
            JumpOnsetsWithin1 = row.Scores.OnsetF1Within1["JUMP"],
            DashOnsetsWithin1 = row.Scores.OnsetF1Within1["DASH"],
            row.BestEpoch,
        }).ToDataFrame();
    }

    /// <summary>A row for each action that the report prints of its best policy, with the scores of ours.</summary>
    /// <param name="best">The best policy's scores.</param>
    public static DataFrame ByAction(PolicyEvaluation best)
    {
        ArgumentNullException.ThrowIfNull(best);
        return CupheadPublished.BestModel.Select(report =>
        {
            var frames = best[report.Action].Frames;
            return new
            {
                report.Action,
                Frames = frames.Support,
                frames.Precision,
                ReportPrecision = report.Precision,
                frames.Recall,
                ReportRecall = report.Recall,
                frames.F1,
                ReportF1 = report.F1,
                OnsetsWithin1 = best[report.Action].Onsets[1].F1,
            };
        }).ToDataFrame();
    }
}
