using Microsoft.Data.Analysis;
using Research.Alignment;
using Research.Classical;
using Research.Metrics;
using Research.Sessions;
using Research.Tables;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Scores of policies as frames.</summary>
public static class CloningFrames
{
    /// <summary>A row for each action: its scores over frames and over onsets, and its threshold.</summary>
    /// <param name="evaluation">The policy's scores.</param>
    public static DataFrame ToDataFrame(this PolicyEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return evaluation.Actions.Select(action => new
        {
            action.Action,
            action.Frames.Support,
            action.Frames.Predicted,
            action.Frames.Precision,
            action.Frames.Recall,
            action.Frames.F1,
            action.AveragePrecision,
            OnsetF1 = action.Onsets[0].F1,
            OnsetF1Within1 = action.Onsets[1].F1,
            OnsetF1Within2 = action.Onsets[2].F1,
            action.Threshold,
        }).ToDataFrame();
    }

    /// <summary>
    /// A row for each action, most frequent first: its frames beside the report's, those in fights, and those that windows of ten
    /// frames predict. Of another game there is nothing of the report's.
    /// </summary>
    /// <param name="balance">The class balance of a session.</param>
    public static DataFrame BesideReport(ClassBalance balance)
    {
        ArgumentNullException.ThrowIfNull(balance);
        var table = balance.Actions.OrderByDescending(action => action.Frames).Select(action => new
        {
            action.Action,
            action.Frames,
            action.Percent,
            ReportFrames = CupheadPublished.TrainFramesHeld.TryGetValue(action.Action, out int frames) ? frames : (int?)null,
            ReportPercent = CupheadPublished.TrainFramesHeld.ContainsKey(action.Action)
                ? CupheadPublished.TrainPercent(action.Action) : (double?)null,
            InFights = action.FightFrames,
            AtTargets = action.WindowSupport,
        }).ToDataFrame();
        return CupheadPublished.BesideReportOf(table, balance.Actions.Select(action => action.Action));
    }

    /// <summary>
    /// A row for each policy: binary accuracy beside the report's, and the fraction of frames with every action right. Of another
    /// game there is nothing of the report's.
    /// </summary>
    /// <param name="policies">The policies; at least one.</param>
    /// <param name="reported">The report's binary accuracy by the policy's name.</param>
    public static DataFrame Accuracies(IReadOnlyList<PolicyScores> policies, IReadOnlyDictionary<string, double> reported)
    {
        ArgumentNullException.ThrowIfNull(policies);
        var table = policies.Select(policy => new
        {
            policy.Policy,
            policy.BinaryAccuracy,
            ReportAccuracy = reported.TryGetValue(policy.Policy, out double accuracy) ? accuracy : (double?)null,
            AllActionsRight = policy.ExactMatch,
        }).ToDataFrame();
        return CupheadPublished.BesideReportOf(table, policies[0].FrameF1.Keys);
    }

    /// <summary>
    /// A row for each action: how often it is held in the test session and in the report's, and the F1 of the report's two
    /// baseline policies, of the report, and of two baselines that do not look at the screen. Of another game there is nothing of
    /// the report's.
    /// </summary>
    /// <param name="lstm">The policy with LSTM cells.</param>
    /// <param name="gru">The policy with GRU cells.</param>
    public static DataFrame ByAction(PolicyEvaluation lstm, PolicyEvaluation gru)
    {
        ArgumentNullException.ThrowIfNull(lstm);
        ArgumentNullException.ThrowIfNull(gru);
        var table = gru.Actions.Select(row => new
        {
            row.Action,
            Frames = row.Frames.Support,
            ReportFrames = CupheadPublished.TestSupport.TryGetValue(row.Action, out int support) ? support : (int?)null,
            LstmF1 = lstm[row.Action].Frames.F1,
            GruF1 = row.Frames.F1,
            ReportF1 = CupheadPublished.BaselineF1.TryGetValue(row.Action, out double f1) ? f1 : (double?)null,
            AlwaysHeldF1 = Baseline("always everything").FrameF1[row.Action],
            CopyF1 = Baseline("repeat previous frame").FrameF1[row.Action],
        }).ToDataFrame();
        return CupheadPublished.BesideReportOf(table, gru.Actions.Select(row => row.Action));

        PolicyScores Baseline(string name) => gru.BaselineComparison.First(baseline => baseline.Policy == name);
    }

    /// <summary>
    /// A row for each policy: the calibration error as predicted and after two corrections, the mean over the actions that occur.
    /// </summary>
    /// <param name="fights">The fights that were predicted.</param>
    /// <param name="policies">The policies' scores.</param>
    public static DataFrame Calibration(FightDataset fights, params IEnumerable<PolicyEvaluation> policies)
    {
        return policies.Select(policy => new
        {
            Policy = policy.Name,
            CalibrationError = Error(policy),
            PlattError = Error(policy, CalibrationMethod.Platt),
            IsotonicError = Error(policy, CalibrationMethod.Isotonic),
        }).ToDataFrame();

        double Error(PolicyEvaluation policy, CalibrationMethod? method = null) =>
            policy.Actions.Where(action => action.Frames.Support > 0)
                .Average(action => policy.Calibration(fights, action.Action, method).ExpectedError);
    }

    /// <summary>A row for each policy, then one for each baseline; a policy's interval is over blocks of the session.</summary>
    /// <param name="policies">The policies' scores on the same frames; at least one.</param>
    /// <param name="actions">The actions whose scores are columns.</param>
    public static DataFrame WithBaselines(IReadOnlyList<PolicyEvaluation> policies, params IEnumerable<string> actions)
    {
        ArgumentNullException.ThrowIfNull(policies);
        return policies.Select(policy => policy.BaselineComparison[0]).Concat(policies[0].BaselineComparison.Skip(1))
            .ToDataFrame(actions);
    }

    /// <summary>A row for each of some policies: its composite F1, and how that of another policy compares with it.</summary>
    /// <param name="policy">The other policy's scores.</param>
    /// <param name="others">The scores of the policies in the rows, on the same frames.</param>
    public static DataFrame ComparedWith(this PolicyEvaluation policy, params IEnumerable<PolicyEvaluation> others)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return others.Select(other => new
        {
            Policy = other.Name,
            other.Composite,
            Difference = $"{policy.Name} {policy.Composite}: {policy.Composite.ComparedWith(other.Composite)}",
        }).ToDataFrame();
    }

    /// <summary>
    /// A row for each of two upper bounds and the policy: every onset at the exact frame with the median length of the training
    /// session, the same one frame late, and what the policy predicted.
    /// </summary>
    /// <param name="train">The training fights, for the lengths.</param>
    /// <param name="test">The fights that were predicted.</param>
    /// <param name="policy">The policy's scores on them.</param>
    /// <param name="seed">Seed of the baselines that draw.</param>
    public static DataFrame PerfectOnsets(FightDataset train, FightDataset test, PolicyEvaluation policy, int seed)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(policy);
        int[] lengths =
            [.. PressReport.Of(train.Timeline).Select(presses => (int)Math.Round(presses.MedianFrames ?? 0))];
        var onTime = Baselines.PerfectOnsets(test.Timeline.Labels, lengths);
        return BaselineComparison.Of(
            test.Timeline.Labels, [.. policy.Probabilities.RunsIn(test.Fights).SelectMany(runs => runs)],
            test.Game.CompositeActions, seed,
            ("every onset exact, median length", onTime),
            ("the same, one frame late", Baselines.RepeatPreviousFrame(onTime)),
            (policy.Name, policy.Predicted.Labels)).Take(3).ToDataFrame([.. test.Game.RareActions]);
    }

    /// <summary>A row for each score that was aimed at: the aim, whether it was reached, and the report's score.</summary>
    /// <param name="policy">The policy's scores.</param>
    /// <param name="game">Names the rare actions, and the actions of the composite.</param>
    /// <param name="composite">The composite F1 to reach.</param>
    /// <param name="rare">The F1 of each rare action to reach.</param>
    /// <param name="onset">The onset F1 within one frame to reach, a mean over the composite's actions.</param>
    public static DataFrame Aims(
        PolicyEvaluation policy, GameDefinition game, double composite, double rare, double onset)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(game);
        bool isReports = CupheadPublished.IsOf(game.Actions.Names)
            && game.CompositeActions.SequenceEqual(CupheadPublished.CompositeActions);
        var report = CupheadPublished.Grid.MaxBy(model => model.CompositeF1)!;
        (string Score, double Aim, double? Value, double? Report)[] rows =
        [
            ("composite F1", composite, policy.Composite.Estimate, isReports ? report.CompositeF1 : null),
            .. game.RareActions.Select(action => ($"{action} F1", rare, policy[action].Frames.F1, Reported(action))),
            ($"onset F1 within one frame, mean of {string.Join(", ", game.CompositeActions)}", onset,
                policy.MeanOnsetF1(game.CompositeActions, toleranceFrames: 1), null),
        ];
        return rows.Select(row => new
        {
            row.Score,
            row.Aim,
            Reached = row.Value >= row.Aim ? "yes" : "no",
            Ours = row.Value,
            row.Report,
        }).ToDataFrame();

        double? Reported(string action) => !isReports ? null : action switch
        {
            "JUMP" => report.JumpF1,
            "DASH" => report.DashF1,
            _ => null,
        };
    }

    /// <summary>Mean F1 over the onsets of some actions; null where one of them has no onset.</summary>
    /// <param name="policy">The policy's scores.</param>
    /// <param name="actions">The actions, at least one.</param>
    /// <param name="toleranceFrames">How many frames early or late a match may be: 0, 1 or 2.</param>
    internal static double? MeanOnsetF1(this PolicyEvaluation policy, IReadOnlyList<string> actions, int toleranceFrames)
    {
        double?[] scores = [.. actions.Select(action => policy[action].Onsets[toleranceFrames].F1)];
        return scores.Contains(null) ? null : scores.Average();
    }
}
