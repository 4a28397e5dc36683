using Microsoft.Data.Analysis;
using Research.Metrics;
using Research.Sessions;
using Research.Tables;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Scores of the report's grid as frames.</summary>
public static class GridFrames
{
    /// <summary>
    /// A row for each autoencoder: its validation error beside the report's, and what its training took. Of another game there is
    /// nothing of the report's.
    /// </summary>
    /// <param name="grid">The grid.</param>
    public static DataFrame Autoencoders(GridResult grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var table = grid.AutoencoderHistories.Select(autoencoder => new
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
        return CupheadPublished.BesideReportOf(table, grid.Actions);
    }

    /// <summary>
    /// A row for each policy, the best composite F1 first, and one for the copy baseline: F1 beside the report's, and F1 of
    /// onsets within one frame. In another game the F1 of the actions of its composite and nothing of the report's.
    /// </summary>
    /// <param name="grid">The grid.</param>
    /// <param name="game">The game.</param>
    public static DataFrame BesideReport(GridResult grid, GameDefinition game)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(game);
        var reported = CupheadPublished.Grid.ToDictionary(policy => policy.Name);
        (string Name, ConfidenceInterval Composite, PolicyScores Scores, int? BestEpoch)[] rows =
        [
            .. grid.Ranking.Select(policy => (policy.Name, policy.Evaluation.Composite, policy.Evaluation.BaselineComparison[0],
                (int?)policy.Training.BestEpoch)),
            ("copy", ConfidenceInterval.Point(grid.Copy.CompositeF1), grid.Copy, null),
        ];
        if (!CupheadPublished.IsOf(grid.Actions))
        {
            return DataFrames.OfDictionaries(
                [.. rows.Select(row => OfAnotherGame(row.Name, row.Composite, row.Scores, row.BestEpoch, game))]);
        }

        return rows.Select(row => new
        {
            Policy = row.Name,
            row.Composite,
            Report = reported.GetValueOrDefault(row.Name)?.CompositeF1,
            Jump = row.Scores.FrameF1.GetValueOrDefault("JUMP"),
            ReportJump = reported.GetValueOrDefault(row.Name)?.JumpF1,
            Shoot = row.Scores.FrameF1.GetValueOrDefault("SHOOT"),
            ReportShoot = reported.GetValueOrDefault(row.Name)?.ShootF1,
            Dash = row.Scores.FrameF1.GetValueOrDefault("DASH"),
            ReportDash = reported.GetValueOrDefault(row.Name)?.DashF1,
            JumpOnsetsWithin1 = row.Scores.OnsetF1Within1.GetValueOrDefault("JUMP"),
            DashOnsetsWithin1 = row.Scores.OnsetF1Within1.GetValueOrDefault("DASH"),
            row.BestEpoch,
        }).ToDataFrame();
    }

    /// <summary>
    /// A row for each action that the report prints of its best policy, with the scores of ours; in another game for all actions.
    /// </summary>
    /// <param name="best">The best policy's scores.</param>
    public static DataFrame ByAction(PolicyEvaluation best)
    {
        ArgumentNullException.ThrowIfNull(best);
        var reported = CupheadPublished.BestModel.ToDictionary(report => report.Action);
        string[] all = [.. best.Actions.Select(action => action.Action)];
        bool isReports = CupheadPublished.IsOf(all);
        var table = best.Actions.Where(action => !isReports || reported.ContainsKey(action.Action)).Select(action => new
        {
            action.Action,
            Frames = action.Frames.Support,
            action.Frames.Precision,
            ReportPrecision = reported.GetValueOrDefault(action.Action)?.Precision,
            action.Frames.Recall,
            ReportRecall = reported.GetValueOrDefault(action.Action)?.Recall,
            action.Frames.F1,
            ReportF1 = reported.GetValueOrDefault(action.Action)?.F1,
            OnsetsWithin1 = action.Onsets[1].F1,
        }).ToDataFrame();
        return CupheadPublished.BesideReportOf(table, all);
    }

    private static Dictionary<string, object?> OfAnotherGame(
        string name, ConfidenceInterval composite, PolicyScores scores, int? bestEpoch, GameDefinition game)
    {
        var row = new Dictionary<string, object?> { ["Policy"] = name, ["Composite"] = composite };
        foreach (string action in game.CompositeActions)
        {
            row[$"{action} F1"] = scores.FrameF1[action] ?? double.NaN;
        }

        foreach (string action in game.ShownActions)
        {
            row[$"{action} onset F1 ±1"] = scores.OnsetF1Within1[action] ?? double.NaN;
        }

        row["BestEpoch"] = bestEpoch;
        return row;
    }
}
