using Microsoft.Data.Analysis;
using Research.Classical;
using Research.Metrics;
using Research.Tables;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Scores of policies as frames.</summary>
public static class CloningFrames
{
    /// <summary>A row for each action: its scores over frames and over onsets, and the threshold that they hang on.</summary>
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
    /// A row for each policy of a grid, the best composite first: <c>JUMP F1</c> and <c>JUMP onset F1 ±1</c> of each action,
    /// <c>CompositeF1</c>, the document's <c>ReportF1</c>, <c>BinaryAccuracy</c>. Where policies have several seeds, each score
    /// has its spread over them.
    /// </summary>
    /// <param name="grid">The grid.</param>
    /// <param name="actions">The actions whose scores are columns.</param>
    /// <param name="reported">The document's composite F1 by the policy's name.</param>
    public static DataFrame ToDataFrame(
        this GridResult grid, IReadOnlyList<string> actions, IReadOnlyDictionary<string, double> reported)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var policies = grid.Policies.GroupBy(policy => policy.Name, policy => policy.Evaluation)
            .OrderByDescending(seeds => seeds.Average(seed => seed.Composite.Estimate ?? 0)).ToList();
        return DataFrames.OfDictionaries([.. policies.Select(seeds =>
        {
            var row = new OrderedDictionary<string, object?> { ["Policy"] = seeds.Key };
            foreach (string action in actions)
            {
                row[$"{action} F1"] = Score(seeds, seed => seed[action].Frames.F1);
            }

            row["CompositeF1"] = Score(seeds, seed => seed.Composite.Estimate);
            row["ReportF1"] = reported.TryGetValue(seeds.Key, out double report) ? report : null;
            foreach (string action in actions)
            {
                row[$"{action} onset F1 ±1"] = Score(seeds, seed => seed[action].Onsets[1].F1);
            }

            row["BinaryAccuracy"] = Score(seeds, seed => seed.BinaryAccuracy);
            return row;
        })]);

        object? Score(IEnumerable<PolicyEvaluation> seeds, Func<PolicyEvaluation, double?> score)
        {
            double[] scores = [.. seeds.Select(score).OfType<double>()];
            return scores.Length == 0 ? null : policies.Count == grid.Policies.Count ? scores[0] : SeedSpread.Of(scores);
        }
    }

    /// <summary>
    /// A row for each policy: binary accuracy beside the report's, and the fraction of frames with every action right.
    /// </summary>
    /// <param name="policies">The policies.</param>
    /// <param name="reported">The report's binary accuracy by the policy's name.</param>
    public static DataFrame Accuracies(IEnumerable<PolicyScores> policies, IReadOnlyDictionary<string, double> reported) =>
        policies.Select(policy => new
        {
            policy.Policy,
            policy.BinaryAccuracy,
            ReportAccuracy = reported.TryGetValue(policy.Policy, out double accuracy) ? accuracy : (double?)null,
            AllActionsRight = policy.ExactMatch,
        }).ToDataFrame();

    /// <summary>
    /// A row for each action: how often it is held in the test session and in the report's, and the F1 of the report's two
    /// baseline policies, of the report, and of two baselines that do not look at the screen.
    /// </summary>
    /// <param name="lstm">The policy with LSTM cells.</param>
    /// <param name="gru">The policy with GRU cells.</param>
    public static DataFrame ByAction(PolicyEvaluation lstm, PolicyEvaluation gru)
    {
        ArgumentNullException.ThrowIfNull(lstm);
        ArgumentNullException.ThrowIfNull(gru);
        return gru.Actions.Select(row => new
        {
            row.Action,
            Frames = row.Frames.Support,
            ReportFrames = CupheadPublished.TestSupport[row.Action],
            LstmF1 = lstm[row.Action].Frames.F1,
            GruF1 = row.Frames.F1,
            ReportF1 = CupheadPublished.BaselineF1.TryGetValue(row.Action, out double f1) ? f1 : (double?)null,
            AlwaysHeldF1 = Baseline("always everything").FrameF1[row.Action],
            CopyF1 = Baseline("repeat previous frame").FrameF1[row.Action],
        }).ToDataFrame();

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
}
