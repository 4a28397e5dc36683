using Research.Alignment;
using Research.Metrics;
using Research.Tables;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Scores of a policy on held-out fights, by which losses and thresholds are chosen.</summary>
/// <param name="AtDefaultThreshold">Composite F1 at a threshold of 0.5; NaN if one of its actions does not occur.</param>
/// <param name="AtTunedThresholds">
/// Composite F1 at the best threshold of each action on the same fights, so optimistically biased.
/// </param>
/// <param name="Rare">
/// The game's rare actions, each with its average precision, at no threshold; NaN if it does not occur.
/// </param>
public sealed record HeldOutScores(
    double AtDefaultThreshold, double AtTunedThresholds, IReadOnlyList<(string Action, double AveragePrecision)> Rare)
{
    /// <summary>Predicts the held-out fights and scores the predictions.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="heldOut">Fights that it was not trained on.</param>
    public static HeldOutScores Of(ActionPolicy policy, FightDataset heldOut)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(heldOut);
        var truth = heldOut.Timeline;
        var probabilities = policy.Predict(heldOut);
        double[] tuned = [.. probabilities.BestThresholds(truth).Select(action => action.Threshold)];
        var rankings = probabilities.Rankings(truth).ToDictionary(
            ranking => ranking.Action, ranking => ranking.AveragePrecision ?? double.NaN);
        return new(Composite(probabilities.Threshold(truth.FrameCount)),
            Composite(probabilities.Threshold(truth.FrameCount, tuned)),
            [.. heldOut.Game.RareActions.Select(action => (action, rankings.GetValueOrDefault(action, double.NaN)))]);

        double Composite(ActionTimeline predicted) => ClassificationReport
            .Of(truth.Labels, predicted.Labels, probabilities.Frames)
            .CompositeF1([.. heldOut.Game.CompositeActions]) ?? double.NaN;
    }

    /// <summary>The scores in a sentence, such as <c>composite F1 0.31 at 0.5, 0.42 at tuned thresholds; …</c>.</summary>
    public override string ToString() => $"composite F1 {Score(AtDefaultThreshold)} at 0.5, {Score(AtTunedThresholds)} at tuned "
        + $"thresholds{Precisions}";

    private string Precisions => Rare.Count == 0 ? "" : "; average precision of " + string.Join(", of ",
        Rare.Select(rare => $"{rare.Action} {Score(rare.AveragePrecision)}"));

    private static string Score(double score) => TableView.Score(score, "0.00");
}
