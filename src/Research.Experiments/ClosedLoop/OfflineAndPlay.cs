using MathNet.Numerics.Statistics;
using Microsoft.Data.Analysis;
using Research.Experiments.BehaviorCloning;
using Research.Metrics;
using Research.Sessions;
using Research.Tables;
using Research.Training;

namespace Research.Experiments.ClosedLoop;

/// <summary>A policy's scores on recorded frames, beside its survival in play.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Group">What it is one of, such as <c>DAgger</c>.</param>
/// <param name="CompositeF1">Mean frame F1 of the game's composite actions.</param>
/// <param name="OnsetF1">Mean F1 over onsets that are met exactly, of the same actions.</param>
/// <param name="OnsetF1Within1">Likewise, met within one frame.</param>
/// <param name="LogLoss">Binary cross-entropy: the loss on held-out frames.</param>
/// <param name="CalibrationError">Mean expected calibration error of the same actions.</param>
/// <param name="Play">How it plays.</param>
public sealed record PolicyPoint(
    string Policy, string Group, double CompositeF1, double OnsetF1, double OnsetF1Within1, double LogLoss,
    double CalibrationError, PlayScores Play)
{
    /// <summary>Scores a policy on held-out fights of the expert, and lets it play.</summary>
    /// <param name="policy">Its name, what it is one of, and itself.</param>
    /// <param name="heldOut">The held-out fights.</param>
    /// <param name="seeds">Seeds of the fights that it plays.</param>
    /// <param name="context">Reports the fights, and stops; null: <see cref="RunContext.Default"/>.</param>
    public static PolicyPoint Of(
        (string Name, string Group, ActionPolicy Policy) policy, FightDataset heldOut, IReadOnlyList<int> seeds,
        RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(policy.Policy);
        ArgumentNullException.ThrowIfNull(heldOut);
        var evaluation = policy.Policy.Evaluate(policy.Name, heldOut);
        string[] composite = [.. heldOut.Game.CompositeActions];
        return new(policy.Name, policy.Group, evaluation.Composite.Estimate ?? 0,
            composite.Average(action => evaluation[action].Onsets[0].F1 ?? 0),
            composite.Average(action => evaluation[action].Onsets[1].F1 ?? 0),
            LossOf(evaluation.Probabilities, heldOut),
            composite.Average(action => evaluation.Calibration(heldOut, action).ExpectedError),
            PlayScores.Of(policy.Name,
                PolicyFights.Play(policy.Policy, seeds, context)));
    }

    private static double LossOf(ActionProbabilities probabilities, FightDataset heldOut)
    {
        const double Least = 1e-7;
        var labels = probabilities.LabelsIn(heldOut.Timeline);
        double sum = 0;
        for (int row = 0; row < labels.Count; row++)
        {
            for (int action = 0; action < labels.Names.Count; action++)
            {
                double p = Math.Clamp(probabilities[row, action], Least, 1 - Least);
                sum -= Math.Log(labels[row, action] ? p : 1 - p);
            }
        }

        return sum / labels.Count / labels.Names.Count;
    }
}

/// <summary>Whether scores on recorded frames say anything of play.</summary>
/// <param name="Points">The policies.</param>
public sealed record OfflineAndPlay(IReadOnlyList<PolicyPoint> Points)
{
    /// <summary>The scores on frames, by name. Of the loss and the calibration error, less is better.</summary>
    public static IReadOnlyList<(string Name, Func<PolicyPoint, double> Of, bool LessIsBetter)> Metrics { get; } =
    [
        ("composite F1", p => p.CompositeF1, false),
        ("onset F1, ±0", p => p.OnsetF1, false),
        ("onset F1, ±1", p => p.OnsetF1Within1, false),
        ("loss", p => p.LogLoss, true),
        ("calibration error", p => p.CalibrationError, true),
    ];

    /// <summary>Scores policies on held-out fights of the expert, and lets them play.</summary>
    /// <param name="policies">Name, group and policy.</param>
    /// <param name="heldOut">The held-out fights.</param>
    /// <param name="seeds">Seeds of the fights that they play.</param>
    /// <param name="context">Reports the fights, and stops; null: <see cref="RunContext.Default"/>.</param>
    public static OfflineAndPlay Of(
        IReadOnlyList<(string Name, string Group, ActionPolicy Policy)> policies, FightDataset heldOut, IReadOnlyList<int> seeds,
        RunContext? context = null) =>
        new([.. policies.Select(policy => PolicyPoint.Of(policy, heldOut, seeds, context))]);

    /// <summary>A row for each policy.</summary>
    public DataFrame ToDataFrame() => Points.Select(p => new
    {
        p.Policy,
        p.Group,
        p.CompositeF1,
        p.OnsetF1,
        p.OnsetF1Within1,
        p.LogLoss,
        p.CalibrationError,
        Knockouts = p.Play.Knockouts.Mean.ToString(),
        Survival = p.Play.Survival.Mean.ToString(),
    }).ToDataFrame();

    /// <summary>
    /// Spearman's rank correlation of each metric with survival, the sign turned where less is better, so that 1 means that the
    /// metric ranks the policies as play does.
    /// </summary>
    /// <returns>By metric; the intervals are over policies.</returns>
    public IReadOnlyList<(string Metric, ConfidenceInterval Correlation)> Correlations() =>
        [.. Metrics.Select(metric => (metric.Name, StratifiedBootstrap.Of([Points], drawn => Spearman(drawn, metric), seed: 1)))];

    /// <summary>The correlations as a table.</summary>
    public DataFrame CorrelationFrame() => Correlations().Select(c => new
    {
        c.Metric,
        RankCorrelation = c.Correlation.ToString(),
    }).ToDataFrame();

    private static double? Spearman(
        IReadOnlyList<PolicyPoint> points, (string Name, Func<PolicyPoint, double> Of, bool LessIsBetter) metric)
    {
        double correlation = Correlation.Spearman(points.Select(metric.Of), points.Select(p => p.Play.Survival.Mean.Estimate ?? 0));
        return double.IsNaN(correlation) ? null : metric.LessIsBetter ? -correlation : correlation;
    }
}
