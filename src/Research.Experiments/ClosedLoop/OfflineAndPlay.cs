using MathNet.Numerics.Statistics;
using Microsoft.Data.Analysis;
using Research.Experiments.BehaviorCloning;
using Research.Metrics;
using Research.Simulation.Environments;
using Research.Tables;

namespace Research.Experiments.ClosedLoop;

/// <summary>Whether scores on recorded frames say anything of play.</summary>
/// <param name="Points">The policies.</param>
public sealed record OfflineAndPlay(IReadOnlyList<PolicyPoint> Points)
{
    /// <summary>
    /// The scores on frames, by name; null where a score is not defined. Of the loss and the calibration error, less is better.
    /// </summary>
    public static IReadOnlyList<(string Name, Func<PolicyPoint, double?> Of, bool LessIsBetter)> Metrics { get; } =
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
    /// <param name="play">Lets a policy play the fights that are to be reported.</param>
    public static OfflineAndPlay Of(
        IReadOnlyList<(string Name, string Group, ActionPolicy Policy)> policies, FightDataset heldOut,
        Func<ActionPolicy, IReadOnlyList<PlayedFight>> play) =>
        new([.. policies.Select(policy => PolicyPoint.Of(policy, heldOut, play))]);

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
    /// <returns>By metric; the intervals are over policies. Without an estimate where a policy does not have the score.</returns>
    public IReadOnlyList<(string Metric, ConfidenceInterval Correlation)> Correlations() =>
        [.. Metrics.Select(metric => (metric.Name, StratifiedBootstrap.Of([Points], drawn => Spearman(drawn, metric), seed: 1)))];

    /// <summary>The correlations as a table.</summary>
    public DataFrame CorrelationFrame() => Correlations().Select(c => new
    {
        c.Metric,
        RankCorrelation = c.Correlation.ToString(),
    }).ToDataFrame();

    private static double? Spearman(
        IReadOnlyList<PolicyPoint> points, (string Name, Func<PolicyPoint, double?> Of, bool LessIsBetter) metric)
    {
        double[] scores = [.. points.Select(metric.Of).OfType<double>()];
        if (scores.Length < points.Count)
        {
            return null; // ranks of NaN would be a correlation
        }

        double correlation = Correlation.Spearman(
            scores, points.Select(p => p.Play.Survival.Mean.Estimate ?? 0));
        return double.IsNaN(correlation) ? null : metric.LessIsBetter ? -correlation : correlation;
    }
}
